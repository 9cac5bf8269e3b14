import { Anchor, Group, Stack, Title, VisuallyHidden } from '@mantine/core'
import { Link } from 'wouter'
import type { Scope } from '../../api/client/scope.ts'
import { useProblems } from '../../api/problems.ts'
import { useText } from '../../text/text-provider.tsx'
import { ProblemRow } from '../problems/problem-row.tsx'

export const OPEN_PROBLEMS = { state: 'open' } as const
/** So many problems stand on the overview; the others are one click away. */
const SHOWN = 3

/** The problems that wait for someone, each with its next step; nothing while there are none. */
export function NeedsYou({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { data } = useProblems(scope, OPEN_PROBLEMS)
  const needing = (data?.items ?? []).filter(
    ({ on_purpose, acknowledged }) => !on_purpose && acknowledged === undefined,
  )
  if (needing.length === 0) return null
  return (
    <Stack gap="sm" mb="lg" component="section" aria-label={t.places.problems}>
      <VisuallyHidden>
        <Title order={2}>{t.places.problems}</Title>
      </VisuallyHidden>
      {needing.slice(0, SHOWN).map((problem) => (
        <ProblemRow key={problem.id ?? problem.kind} problem={problem} />
      ))}
      <Group justify="flex-end">
        <Anchor component={Link} href={`${scope.page}/problems`} size="sm">
          {t.overview.allProblems}
        </Anchor>
      </Group>
    </Stack>
  )
}
