import { Anchor, Badge, Card, Group, Table, Text } from '@mantine/core'
import { Waves } from 'lucide-react'
import { Link } from 'wouter'
import type { EventResponse } from '../../../src/contract/history.ts'
import { useEvents } from '../../api/history.ts'
import type { Scope } from '../../api/scope.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Time } from '../../parts/time.tsx'
import { useUrlFilter } from '../../parts/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'
import { FreshRows } from './fresh-rows.tsx'
import { FILTER_NAMES, HistoryFilterFields, apiFilter } from './history-filter.tsx'
import { MoreButton } from './more-button.tsx'
import { useReading } from './use-reading.ts'

/** What happened, newest first, and what became of it: the answer to "why did nothing happen?". */
export function EventList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [filter, patch] = useUrlFilter(FILTER_NAMES)
  const reading = useReading()
  const followed = useEvents(scope, apiFilter(filter, reading.since), reading.hasScrolledOn)
  const { list: events } = followed
  reading.note(followed.isHeld)
  return (
    <Card>
      <HistoryFilterFields scope={scope} filter={filter} onChange={patch} isOfDeliveries={false} />
      <Loaded query={events}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          return items.length === 0 && !events.hasNextPage ? (
            <EmptyState Icon={Waves} title={t.history.noEvents}>
              {Object.keys(filter).length > 0 ? t.history.noMatch : t.history.noEventsHint}
            </EmptyState>
          ) : (
            <>
              <div ref={reading.beginning} tabIndex={-1} className="list-beginning" />
              <FreshRows followed={followed} toBeginning={reading.toBeginning} says={t.history.freshEvents} />
              <EventTable scope={scope} events={items} />
              <MoreButton query={events} shown={items.length} />
            </>
          )
        }}
      </Loaded>
    </Card>
  )
}

function EventTable({ scope, events }: { readonly scope: Scope; readonly events: readonly EventResponse[] }) {
  const t = useText()
  return (
    <Table mt="md" className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.history.when}</Table.Th>
          <Table.Th>{t.eventType}</Table.Th>
          <Table.Th>{t.history.artifact}</Table.Th>
          <Table.Th>{t.history.by}</Table.Th>
          <Table.Th>{t.history.outcome}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((event) => (
          <Table.Tr key={event.id}>
            <Table.Td data-label={t.history.when}>
              <Time at={event.accepted_at} />
            </Table.Td>
            <Table.Td data-label={t.eventType}>
              <EventTypeLabel type={event.type} />
            </Table.Td>
            <Table.Td data-label={t.history.artifact}>
              <Anchor component={Link} href={`${scope.page}/events/${event.id}`} className="path" fw={500}>
                {event.repository}
                {event.tag !== undefined && `:${event.tag}`}
              </Anchor>
            </Table.Td>
            <Table.Td data-label={t.history.by} className="path">
              {event.operator ?? '–'}
            </Table.Td>
            <Table.Td data-label={t.history.outcome}>
              <Account event={event} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const PLACES = [
  ['delivered', 'teal'],
  ['failed', 'red'],
  ['pending', 'yellow'],
  ['stopped', 'gray'],
  ['expired', 'grape'],
  ['filtered', 'gray'],
] as const

/** The loss account of an event, in words: how many of its deliveries are where. */
export function Account({ event }: { readonly event: Pick<EventResponse, 'account' | 'withheld'> }) {
  const t = useText()
  const { account, withheld } = event
  if (withheld !== undefined) return <Badge color="orange">{t.verdicts[withheld] ?? withheld}</Badge>
  if (account.accepted === 0)
    return (
      <Text size="sm" c="dimmed">
        {t.history.nobodyListens}
      </Text>
    )
  return (
    <Group gap={4}>
      {PLACES.filter(([place]) => account[place] > 0).map(([place, color]) => (
        <Badge key={place} color={color}>
          {t.account[place](account[place])}
        </Badge>
      ))}
    </Group>
  )
}
