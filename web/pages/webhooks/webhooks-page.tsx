import type { Scope } from '../../api/client/scope.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { WebhookList } from './webhook-list.tsx'

/** The global webhooks, for the events of all projects. */
export function WebhooksPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.globalWebhooks} says={t.policy.globalSays} />
      <WebhookList scope={scope} />
    </>
  )
}
