import { Card, Stack, Title } from '@mantine/core'
import { Waves } from 'lucide-react'
import { type Problem, useProblems } from '../../api/problems.ts'
import type { Scope } from '../../api/client/scope.ts'
import { EmptyState } from '../../parts/lists/empty-state.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'
import { FilterBar } from '../history/filter/filter-bar.tsx'
import { NoSuchProject, PROJECT_KIND, useAskedScope } from '../history/filter/project-filter.tsx'
import { ProblemRow } from './problem-row.tsx'

/** The problems of a scope: first those that wait for someone, at the end those that are over. */
export function ProblemList({ scope }: { readonly scope: Scope }) {
  const [written, patch] = useUrlFilter(['project'])
  const { asked, error } = useAskedScope(scope, written.project)
  return (
    <Stack>
      {scope.project === null && (
        <FilterBar scope={scope} kinds={[PROJECT_KIND]} filter={written} onChange={patch} />
      )}
      {asked === null ? <NoSuchProject error={error} /> : <Problems key={asked.key} scope={asked} />}
    </Stack>
  )
}

function Problems({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const open = useProblems(scope, { state: 'open' })
  const closed = useProblems(scope, { state: 'closed' })
  return (
    <Loaded query={open}>
      {({ items }) => {
        const [taken, untaken] = split(items, ({ acknowledged }) => acknowledged !== undefined)
        const [onPurpose, needing] = split(untaken, ({ on_purpose }) => on_purpose)
        return (
          <Stack gap="xl">
            {needing.length > 0 ? (
              <Section title={t.problems.sections.needing} problems={needing} />
            ) : (
              <Card>
                <EmptyState Icon={Waves} title={t.problems.quiet}>
                  {t.problems.quietSays}
                </EmptyState>
              </Card>
            )}
            <Section title={t.problems.sections.taken} problems={taken} />
            <Section title={t.problems.sections.onPurpose} problems={onPurpose} />
            <Section title={t.problems.sections.closed} problems={closed.data?.items ?? []} />
          </Stack>
        )
      }}
    </Loaded>
  )
}

interface SectionProps {
  readonly title: string
  readonly problems: readonly Problem[]
}

function Section({ title, problems }: SectionProps) {
  if (problems.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <Stack gap="sm">
        {problems.map((problem) => (
          <ProblemRow key={problem.id ?? problem.kind} problem={problem} />
        ))}
      </Stack>
    </section>
  )
}

function split(
  problems: readonly Problem[],
  isFirst: (problem: Problem) => boolean,
): readonly [readonly Problem[], readonly Problem[]] {
  return [problems.filter(isFirst), problems.filter((problem) => !isFirst(problem))]
}
