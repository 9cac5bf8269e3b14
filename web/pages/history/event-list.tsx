import { Anchor, Badge, Box, Card, Group, Text } from '@mantine/core'
import { Waves } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { EventResponse } from '../../../src/contract/history/history.ts'
import { useEvents } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { artifactName } from '../../parts/artifact-name.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { EventTypeLabel, eventTypeText } from '../../parts/event-type-label.tsx'
import { type Column, RowTable } from '../../parts/lists/row-table.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { FollowedRows } from './followed-rows.tsx'
import { FILTER_NAMES, HistoryFilterFields, apiFilter } from './history-filter.tsx'
import { useReading } from './use-reading.ts'

/** The events, newest first, each with its outcome: it answers "why did nothing happen?". */
export function EventList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [filter, patch] = useUrlFilter(FILTER_NAMES)
  const reading = useReading()
  const followed = useEvents(scope, apiFilter(filter, reading.since), reading.hasScrolledOn)
  reading.note(followed.isHeld)
  return (
    <Card>
      <HistoryFilterFields scope={scope} filter={filter} onChange={patch} isOfDeliveries={false} />
      <FollowedRows
        followed={followed}
        reading={reading}
        isFiltered={Object.keys(filter).length > 0}
        empty={{ Icon: Waves, title: t.history.noEvents, hint: t.history.noEventsHint }}
        saysFresh={t.history.freshEvents}
      >
        {(events) => <EventTable scope={scope} events={events} />}
      </FollowedRows>
    </Card>
  )
}

function EventTable({ scope, events }: { readonly scope: Scope; readonly events: readonly EventResponse[] }) {
  const columns = useColumns(scope)
  return (
    <Box mt="md">
      <RowTable rows={events} keyOf={idOf} columns={columns} />
    </Box>
  )
}

function idOf({ id }: EventResponse): string {
  return id
}

/** The same object for every rendering: the list may be long. */
function useColumns({ page }: Scope): readonly Column<EventResponse>[] {
  const t = useText()
  return useMemo(
    () => [
      { label: t.history.when, show: ({ accepted_at }) => <Time at={accepted_at} /> },
      { label: t.eventType, show: ({ type }) => <EventTypeLabel type={type} /> },
      {
        label: t.history.artifact,
        isPath: true,
        show: (event) => (
          <Anchor component={Link} href={`${page}/events/${event.id}`} fw={500}>
            <Breakable text={artifactName(event) ?? eventTypeText(event.type, t)} />
          </Anchor>
        ),
      },
      { label: t.history.by, isPath: true, show: ({ operator }) => operator ?? '–' },
      { label: t.history.outcome, show: (event) => <Account event={event} /> },
    ],
    [t, page],
  )
}

/** The entries of the loss account that a row shows, each with its colour. */
const SHOWN_ENTRIES = [
  ['delivered', 'teal'],
  ['failed', 'red'],
  ['pending', 'yellow'],
  ['stopped', 'gray'],
  ['expired', 'grape'],
  ['filtered', 'gray'],
  ['merged', 'gray'],
] as const

/** The loss account of an event: how many of its deliveries are in each state. */
export function Account({ event }: { readonly event: Pick<EventResponse, 'account' | 'withheld'> }) {
  const t = useText()
  const { account, withheld } = event
  if (withheld !== undefined)
    return <Badge color="orange">{wordsFor(t.verdicts, withheld) ?? withheld}</Badge>
  if (account.accepted === 0)
    return (
      <Text size="sm" c="dimmed">
        {t.history.nobodyListens}
      </Text>
    )
  return (
    <Group gap={4}>
      {SHOWN_ENTRIES.filter(([entry]) => account[entry] > 0).map(([entry, color]) => (
        <Badge key={entry} color={color}>
          {t.account[entry](account[entry])}
        </Badge>
      ))}
    </Group>
  )
}
