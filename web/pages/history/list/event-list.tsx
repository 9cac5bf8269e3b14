import { Stack } from '@mantine/core'
import { Waves } from 'lucide-react'
import { useCallback } from 'react'
import type { EventResponse } from '../../../../src/contract/history/history.ts'
import { useEvents } from '../../../api/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { DenseTable } from '../../../parts/lists/dense/dense-table.tsx'
import { useUrlFilter } from '../../../parts/lists/use-url-filter.ts'
import { useText } from '../../../text/text-provider.tsx'
import { useTimeHead } from './delivery-list.tsx'
import { useEventColumns } from './event-columns.tsx'
import { FilterBar } from '../filter/filter-bar.tsx'
import { EVENT_FILTER_KINDS } from '../filter/filter-kinds.ts'
import { NoSuchProject, kindsIn, useAskedScope } from '../filter/project-filter.tsx'
import { EVENT_FILTERS, type WrittenFilter, eventFilterOf } from '../filter/written-filter.ts'
import { HistoryRows } from './history-rows.tsx'
import { ListTools } from './list-tools.tsx'
import { useReading } from './use-reading.ts'

const NAMES = [...EVENT_FILTERS, 'sort'] as const

/** The events, each with its outcome: it answers "why did nothing happen?". */
export function EventList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [{ sort, ...written }, patch] = useUrlFilter(NAMES)
  const { asked, error } = useAskedScope(scope, written.project)
  return (
    <Stack gap="sm">
      <FilterBar
        scope={scope}
        kinds={kindsIn(scope, EVENT_FILTER_KINDS)}
        filter={written}
        onChange={patch}
        wordsSay={t.lists.findInEvents}
      />
      {asked === null ? (
        <NoSuchProject error={error} />
      ) : (
        <Events key={asked.key} scope={scope} asked={asked} written={written} sort={sort} onSort={patch} />
      )}
    </Stack>
  )
}

interface EventsProps {
  readonly scope: Scope
  /** Where the events are asked for. */
  readonly asked: Scope
  readonly written: WrittenFilter
  readonly sort: string | undefined
  readonly onSort: (part: { readonly sort: string }) => void
}

function Events({ scope, asked, written, sort, onSort }: EventsProps) {
  const t = useText()
  const reading = useReading()
  const isOldestFirst = sort === 'accepted_at'
  const filter = eventFilterOf(written, reading.since)
  const followed = useEvents(asked, { filter, isOldestFirst }, reading.hasScrolledOn)
  reading.note(followed.isHeld)
  const columns = useEventColumns(scope)
  const headOf = useTimeHead(isOldestFirst, () => onSort({ sort: isOldestFirst ? '' : 'accepted_at' }))
  const hrefOf = useCallback(({ id }: EventResponse) => `${scope.page}/events/${id}`, [scope.page])
  return (
    <HistoryRows
      followed={followed}
      reading={reading}
      isFiltered={Object.keys(written).length > 0}
      empty={{ Icon: Waves, title: t.history.noEvents, hint: t.history.noEventsHint }}
      saysFresh={t.history.freshEvents}
      tools={<ListTools scope={asked} kind="events" query={{ ...filter, sort }} />}
    >
      {(events, more) => (
        <DenseTable
          label={t.places.events}
          rows={events}
          keyOf={idOf}
          timeOf={timeOf}
          columns={columns}
          hrefOf={hrefOf}
          headOf={headOf}
          {...more}
        />
      )}
    </HistoryRows>
  )
}

function idOf({ id }: EventResponse): string {
  return id
}

function timeOf({ accepted_at }: EventResponse): string {
  return accepted_at
}
