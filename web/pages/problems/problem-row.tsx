import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core'
import { CircleCheck, CirclePause, CircleX, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'
import type { Problem } from '../../api/problems.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { AcknowledgedLine } from './acknowledged-line.tsx'
import { ProblemActions } from './problem-actions.tsx'
import { ProblemFacts } from './problem-facts.tsx'
import { pageOf } from './problem-scope.ts'
import { problemTitle } from './problem-title.ts'
import { RecoveryLine } from './recovery-line.tsx'

/** One problem: what is wrong, since when, what most likely helps, and the step that leads out of it. */
export function ProblemRow({ problem }: { readonly problem: Problem }) {
  const t = useText()
  const isOpen = problem.closed_at === undefined
  const cure = wordsFor(t.problems.cures, problem.cause) ?? problem.cure
  return (
    <Card component="article" aria-label={problemTitle(problem, t)} padding="md">
      <Group justify="space-between" align="flex-start" gap="md" wrap="wrap">
        <Group align="flex-start" wrap="nowrap" gap="sm" className="problem-says">
          <Topmark problem={problem} />
          <Stack gap={6} miw={0}>
            <Finding problem={problem} />
            <ProblemFacts problem={problem} />
            {isOpen && <Text size="sm">{cure}</Text>}
            <AcknowledgedLine problem={problem} />
            <RecoveryLine problem={problem} />
          </Stack>
        </Group>
        <ProblemActions problem={problem} />
      </Group>
    </Card>
  )
}

function Finding({ problem }: { readonly problem: Problem }) {
  const t = useText()
  const page = pageOf(problem)
  const title = problemTitle(problem, t)
  return (
    <div>
      <Title order={3} size="h5" className="path">
        {page === null ? (
          <Breakable text={title} />
        ) : (
          <Anchor component={Link} href={page} c="inherit">
            <Breakable text={title} />
          </Anchor>
        )}
      </Title>
      <Text size="sm" c="dimmed" component="div">
        {problem.project_name !== undefined && `${problem.project_name} · `}
        {t.problems.since} <Time at={problem.since} />
        {problem.closed_at !== undefined && (
          <>
            {' · '}
            {wordsFor(t.problems.closed, problem.closed_because ?? 'over')} <Time at={problem.closed_at} />
          </>
        )}
        {problem.times_opened > 1 && ` · ${t.problems.cameBack(problem.times_opened - 1)}`}
      </Text>
    </div>
  )
}

/** The shape says it, colour only helps. */
function Topmark({ problem }: { readonly problem: Problem }) {
  const [Icon, color] = markOf(problem)
  return <Icon size={20} color={color} aria-hidden className="topmark" />
}

function markOf({ closed_at, on_purpose }: Problem): readonly [LucideIcon, string] {
  if (closed_at !== undefined) return [CircleCheck, 'var(--mantine-color-dimmed)']
  return on_purpose ? [CirclePause, 'var(--mantine-color-dimmed)'] : [CircleX, 'var(--mantine-color-error)']
}
