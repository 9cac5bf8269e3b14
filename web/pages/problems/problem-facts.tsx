import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Problem } from '../../api/problems.ts'
import { Facts } from '../../parts/facts.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { furtherCause } from './problem-title.ts'

/** What is known of an open problem; what is not, is left out. */
export function ProblemFacts({ problem }: { readonly problem: Problem }) {
  const t = useText()
  const { closed_at, reason, target_address, waiting, unreachable_since, expires_from } = problem
  if (closed_at !== undefined) return null
  const facts: (readonly [string, ReactNode])[] = [
    [t.problems.cause, furtherCause(problem, t)],
    [t.problems.target, target_address],
    [
      t.problems.lastAnswer,
      reason === undefined || problem.kind.startsWith('deliveries') ? undefined : t.server(reason),
    ],
    [t.problems.noAnswer, unreachable_since && <Time at={unreachable_since} />],
    [t.problems.waiting, waiting === 0 ? undefined : t.problems.deliveries(waiting)],
    [t.problems.expires, expires_from && <Time at={expires_from} isLong />],
  ]
  const known = facts.filter(([, value]) => value !== undefined)
  if (known.length === 0) return null
  return (
    <Text size="sm" component="div">
      <Facts facts={known} />
    </Text>
  )
}
