import type { Scope } from '../../api/client/scope.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { Overview } from './overview.tsx'

export function OverviewPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.overview} says={t.overview.says} />
      <Overview scope={scope} />
    </>
  )
}
