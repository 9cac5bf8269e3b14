import { useState } from 'react'
import type { Scope } from '../../api/client/scope.ts'
import { useHasDelivered } from '../../api/first-steps.ts'
import { usePolicyHealth } from '../../api/policy-health.ts'
import { useNeeding, useProblems } from '../../api/problems.ts'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { FirstSteps } from './first-steps.tsx'
import { NeedsYou, OPEN_PROBLEMS } from './needs-you.tsx'
import { Overview } from './overview.tsx'
import { WORST } from './worst-webhooks.tsx'

const SKIPPED = 'bellbuoy-skips-first-steps'

/** What leads: the first steps until a webhook was delivered, and from then on what needs someone. */
export function OverviewPage({ scope }: { readonly scope: Scope }) {
  const hasDelivered = useHasDelivered()
  const [isSkipped, setSkipped] = useState(() => localStorage.getItem(SKIPPED) === 'true')
  const skip = (): void => {
    localStorage.setItem(SKIPPED, 'true')
    setSkipped(true)
  }
  if (hasDelivered === undefined && !isSkipped) return <Loading />
  if (hasDelivered !== true && !isSkipped) return <FirstSteps onSkip={skip} />
  return <WhatIs scope={scope} />
}

function Loading() {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.overview} />
      <Loaded query={{ data: undefined, error: null }}>{() => null}</Loaded>
    </>
  )
}

/** The title is the finding. Its parts come together, so that none moves another. */
function WhatIs({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const needing = useNeeding(scope)
  const parts = [useProblems(scope, OPEN_PROBLEMS), usePolicyHealth(scope, WORST)]
  if (parts.some(({ isPending }) => isPending)) return <Loading />
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
