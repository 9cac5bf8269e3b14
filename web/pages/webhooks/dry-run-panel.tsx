import { Stack, Table, Text } from '@mantine/core'
import { Check, Diamond } from 'lucide-react'
import type { FilterDryRun } from '../../api/filter-dry-run.ts'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { Time } from '../../parts/time/time.tsx'
import type { PolicyFilter } from './policy-form.ts'
import type { Text as Texts } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'

export interface DryRunPanelProps {
  /** Of the form. */
  readonly filter: PolicyFilter
  /** What is wrong with the filter, in words. */
  readonly fault: string | null
  readonly dryRun: { readonly data: FilterDryRun | undefined; readonly error: unknown }
}

/** The verdicts that the webhook in the form would have given to the newest events. */
export function DryRunPanel({ filter, fault, dryRun }: DryRunPanelProps) {
  const t = useText()
  if (fault !== null) return <Text c="dimmed">{t.dryRun.fixFirst(fault)}</Text>
  return (
    <Loaded query={dryRun}>
      {({ looked_at, matched, events }) => (
        <Stack gap="sm">
          <Text fw={600}>{t.dryRun.says(matched, looked_at)}</Text>
          <Table.ScrollContainer
            minWidth={320}
            mah={460}
            scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
          >
            <Table verticalSpacing={6}>
              <Table.Tbody>
                {events.map((event) => (
                  <Table.Tr key={event.id}>
                    <Table.Td>
                      <EventTypeLabel type={event.type} />
                      <Text size="sm" className="path">
                        {event.repository}
                        {event.tag !== undefined && `:${event.tag}`}
                      </Text>
                      <VerdictLine event={event} filter={filter} />
                    </Table.Td>
                    <Table.Td ta="end">
                      <Time at={event.occurred_at} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      )}
    </Loaded>
  )
}

type TriedEvent = FilterDryRun['events'][number]

/** Whether the event would be sent; a no names its pattern. */
function VerdictLine({ event, filter }: { readonly event: TriedEvent; readonly filter: PolicyFilter }) {
  const t = useText()
  const isYes = event.verdict === 'deliver'
  return (
    <Text size="sm" c={isYes ? undefined : 'dimmed'} className="with-mark">
      {isYes ? <Check size={14} aria-hidden /> : <Diamond size={12} aria-hidden />}
      <span>{verdictText(event, filter, t)}</span>
    </Text>
  )
}

function verdictText({ verdict, excluded_by: glob }: TriedEvent, filter: PolicyFilter, t: Texts): string {
  if (glob !== undefined) return t.dryRun.excludedBy(glob)
  const field = FIELD_OF[verdict]
  const included = field === undefined ? [] : (filter[field]?.include ?? [])
  if (field !== undefined && included.length > 0) return t.dryRun.matchesNone(field, included)
  return wordsFor(t.verdicts, verdict) ?? verdict
}

/** The part of the filter that a verdict is about. */
const FIELD_OF: Readonly<Record<string, 'repositories' | 'tags' | 'operators'>> = {
  'repository not matched': 'repositories',
  'tag not matched': 'tags',
  'operator not matched': 'operators',
}
