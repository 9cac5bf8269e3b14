import { Alert, Anchor, Group, Stack, Text } from '@mantine/core'
import { CircleX } from 'lucide-react'
import { Link } from 'wouter'
import { useProblems } from '../../api/problems.ts'
import type { Scope } from '../../api/client/scope.ts'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { problemTitle } from './problem-title.ts'

interface ProblemNoteProps {
  readonly scope: Scope
  readonly policyId: number
}

/** Says on the page of a webhook that it is failing, and leads to the problem; nothing while it is not. */
export function ProblemNote({ scope, policyId }: ProblemNoteProps) {
  const t = useText()
  const { data } = useProblems(scope, { state: 'open', policy_id: policyId })
  const failing = data?.items.filter(({ kind }) => kind === 'target_failing') ?? []
  const [first] = failing
  if (first === undefined) return null
  return (
    <Alert color="red" icon={<CircleX size={18} />} mb="md" title={problemTitle(first, t)}>
      <Stack gap="xs">
        {failing.map((problem) => (
          <Group key={problem.id} gap="xs">
            <Text size="sm" component="div" className="path">
              {problem.target_address}: {t.server(problem.reason ?? '')} · {t.problems.since}{' '}
              <Time at={problem.since} />
            </Text>
          </Group>
        ))}
        <Anchor component={Link} href={`${scope.page}/problems`} size="sm">
          {t.problems.lookAfter}
        </Anchor>
      </Stack>
    </Alert>
  )
}
