import { useState } from 'react'
import type { Scope } from '../../api/client/scope.ts'
import { useHasDelivered } from '../../api/first-steps.ts'
import { useNeeding } from '../../api/problems.ts'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { FirstSteps } from './first-steps.tsx'
import { NeedsYou } from './needs-you.tsx'
import { Overview } from './overview.tsx'

const SKIPPED = 'bellbuoy-skips-first-steps'

/** What leads: the first steps until a webhook was delivered, and from then on what needs someone. */
export function OverviewPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const hasDelivered = useHasDelivered()
  const [isSkipped, setSkipped] = useState(() => localStorage.getItem(SKIPPED) === 'true')
  const skip = (): void => {
    localStorage.setItem(SKIPPED, 'true')
    setSkipped(true)
  }
  if (hasDelivered === undefined && !isSkipped)
    return (
      <>
        <PageHead title={t.places.overview} />
        <Loaded query={{ data: undefined, error: null }}>{() => null}</Loaded>
      </>
    )
  if (hasDelivered !== true && !isSkipped) return <FirstSteps onSkip={skip} />
  return <WhatIs scope={scope} />
}

/** The title is the finding. */
function WhatIs({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const needing = useNeeding(scope)
  return (
    <>
      <PageHead
        title={needing === 0 ? t.problems.quiet : t.problems.needing(needing)}
        says={t.overview.says}
      />
      <NeedsYou scope={scope} />
      <Overview scope={scope} />
    </>
  )
}
