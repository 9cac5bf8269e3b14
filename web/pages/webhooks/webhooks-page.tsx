import type { Scope } from '../../api/client/scope.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { WebhookList } from './webhook-list.tsx'

/** The webhooks of all projects, and the global ones. */
export function WebhooksPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.webhooks} says={t.webhooks.says} />
      <WebhookList scope={scope} />
    </>
  )
}
