import { Anchor, Card, Code, Group, Stack, Text, Title } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import type { FilterDryRun } from './last-events/filter-dry-run.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'

interface FilterWordsProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  /** The filter on the newest events; undefined until it is known. */
  readonly dryRun: FilterDryRun | undefined
}

/** The filter of a webhook in words, with its patterns, and how much of the newest events it passes. */
export function FilterWords({ scope, policy, dryRun }: FilterWordsProps) {
  const t = useText()
  const words = t.webhooks.filter
  const may = useMay(scope.project?.id ?? null)
  const clauses = useClauses(policy)
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {words.title}
        </Title>
        {may('notification-policy:update') && (
          <Anchor component={Link} href={`${scope.page}/webhooks/${policy.id}/edit`} size="sm">
            {words.edit}
          </Anchor>
        )}
      </Group>
      <Stack gap={6}>
        <Text component="div">
          {words.gets} <b>{policy.event_types.map((type) => eventTypeText(type, t)).join(words.or)}</b>
        </Text>
        {clauses.length === 0 ? (
          <Text c="dimmed">{words.everything}</Text>
        ) : (
          clauses.map(([name, says]) => (
            <Text key={name} component="div" className="path">
              {says}
            </Text>
          ))
        )}
        {dryRun !== undefined && (
          <Text size="sm" c="dimmed">
            {dryRun.looked_at === 0 ? words.passedNone : words.passed(dryRun.matched, dryRun.looked_at)}
          </Text>
        )}
      </Stack>
    </Card>
  )
}

/** What narrows, one clause a line. */
function useClauses({ filter = {} }: PolicyResponse): readonly (readonly [string, ReactNode])[] {
  const t = useText()
  const { only, not, ...words } = t.webhooks.filter
  const { repositories = {}, tags = {}, operators = {}, media_types, artifact_types, actor_kinds } = filter
  const actors = actor_kinds?.map((kind) => wordsFor(t.actorKinds, kind) ?? kind)
  const lists: readonly (readonly [string, readonly string[] | undefined])[] = [
    [only.repositories, repositories.include],
    [not.repositories, repositories.exclude],
    [only.tags, tags.include],
    [not.tags, tags.exclude],
    [only.operators, operators.include],
    [not.operators, operators.exclude],
    [only.media, media_types],
    [only.artifacts, artifact_types],
    [only.actors, actors],
  ]
  const clauses: (readonly [string, ReactNode])[] = lists.flatMap(([says, patterns = []]) =>
    patterns.length === 0 ? [] : [[says, <Patterns key={says} says={says} patterns={patterns} />] as const],
  )
  if (filter.min_severity !== undefined) clauses.push(['severity', words.severity(filter.min_severity)])
  if (filter.children === true) clauses.push(['children', words.children])
  if (filter.accessories === true) clauses.push(['accessories', words.accessories])
  return clauses
}

function Patterns({ says, patterns }: { readonly says: string; readonly patterns: readonly string[] }) {
  const t = useText()
  return (
    <>
      {says}{' '}
      {patterns.map((pattern, index) => (
        <Fragment key={pattern}>
          {index > 0 && t.webhooks.filter.or}
          <Code>{pattern}</Code>
        </Fragment>
      ))}
    </>
  )
}
