import { Badge, Stack, Table, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Scope } from '../../api/client/scope.ts'
import { useFilterDryRun } from '../../api/filter-dry-run.ts'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { type PolicyForm, filterRequestOf, harborWayRequestOf } from './policy-form.ts'

interface DryRunPanelProps {
  readonly scope: Scope
  readonly form: Pick<PolicyForm, 'eventTypes' | 'filter' | 'harborWay'>
}

/** The verdicts that the policy in the form would have given to the newest events. */
export function DryRunPanel({ scope, form }: DryRunPanelProps) {
  const t = useText()
  const asked = {
    event_types: form.eventTypes,
    filter: filterRequestOf(form.filter),
    ...harborWayRequestOf(form),
  }
  const [request] = useDebouncedValue(asked, 400)
  const dryRun = useFilterDryRun(scope, request)
  return (
    <Loaded query={dryRun}>
      {({ looked_at, matched, events }) => (
        <Stack gap="sm">
          <Text>{t.dryRun.says(matched, looked_at)}</Text>
          <Table.ScrollContainer
            minWidth={420}
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
                    </Table.Td>
                    <Table.Td>
                      <Badge color={event.verdict === 'deliver' ? 'teal' : 'gray'}>
                        {wordsFor(t.verdicts, event.verdict) ?? event.verdict}
                      </Badge>
                    </Table.Td>
                    <Table.Td>
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
