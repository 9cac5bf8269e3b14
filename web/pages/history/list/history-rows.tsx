import { Button, Group, Text } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import { type ComponentProps, type ReactNode, useMemo } from 'react'
import type { Part } from '../../../api/live/followed-list.ts'
import { EmptyState } from '../../../parts/lists/empty-state.tsx'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { shortTimeText } from '../../../parts/time/clock-text.ts'
import { useLanguage, useText } from '../../../text/text-provider.tsx'
import { FreshRows } from './fresh-rows.tsx'
import type { useReading } from './use-reading.ts'

type Pages<Row extends { readonly id: string | number }> = readonly Part<Row>[]

export interface HistoryQuery<Row extends { readonly id: string | number }> {
  readonly data: { readonly pages: Pages<Row> } | undefined
  readonly error: unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

interface HistoryRowsProps<Row extends { readonly id: string | number }> {
  readonly followed: ComponentProps<typeof FreshRows>['followed'] & { readonly list: HistoryQuery<Row> }
  readonly reading: ReturnType<typeof useReading>
  /** Whether the list is filtered, so that an empty one says to remove a filter. */
  readonly isFiltered: boolean
  readonly empty: { readonly Icon: LucideIcon; readonly title: string; readonly hint: string }
  /** The number of new rows, in words. */
  readonly saysFresh: ComponentProps<typeof FreshRows>['says']
  /** Beside the number of rows. */
  readonly tools: ReactNode
  readonly children: (rows: readonly Row[], more: MoreRows) => ReactNode
}

export interface MoreRows {
  readonly hasMore: boolean
  /** Asked when the last rows come near. */
  readonly onNearEnd: (() => void) | undefined
}

/** A live list of history: new rows are offered above it, older ones come as the reader scrolls. */
export function HistoryRows<Row extends { readonly id: string | number }>(props: HistoryRowsProps<Row>) {
  return <Loaded query={props.followed.list}>{({ pages }) => <Rows {...props} pages={pages} />}</Loaded>
}

function Rows<Row extends { readonly id: string | number }>(
  props: HistoryRowsProps<Row> & { readonly pages: Pages<Row> },
) {
  const { followed, reading, isFiltered, empty, saysFresh, tools, pages, children } = props
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = followed.list
  const { beginning, toBeginning } = reading
  const t = useText()
  const rows = useMemo(() => pages.flatMap(({ items }) => items), [pages])
  const last = pages.at(-1)
  // A search that found nothing in its last part goes on when it is asked to: there may be millions of rows.
  const goesOn = hasNextPage && !isFetchingNextPage && (last?.items.length ?? 0) > 0
  return (
    <>
      <div ref={beginning} tabIndex={-1} className="list-beginning" />
      <FreshRows followed={followed} toBeginning={toBeginning} says={saysFresh} />
      {(rows.length > 0 || hasNextPage) && (
        <Group justify="space-between" gap="xs" mb="xs" mih={30}>
          <Text size="sm" c="dimmed" aria-live="polite">
            {t.lists.loaded(rows.length, hasNextPage)}
          </Text>
          {tools}
        </Group>
      )}
      {rows.length === 0 && !hasNextPage && (
        <EmptyState Icon={empty.Icon} title={empty.title}>
          {isFiltered ? t.history.noMatch : empty.hint}
        </EmptyState>
      )}
      {rows.length > 0 &&
        children(rows, { hasMore: hasNextPage, onNearEnd: goesOn ? () => void fetchNextPage() : undefined })}
      <Foot query={followed.list} searchedTo={last?.searched_to} />
    </>
  )
}

interface FootProps {
  readonly query: Pick<HistoryQuery<never>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
  readonly searchedTo: string | undefined
}

/** Below the rows: that more are being loaded, or how far a search came. */
function Foot({ query, searchedTo }: FootProps) {
  const t = useText()
  const { language } = useLanguage()
  if (!query.hasNextPage) return null
  return (
    <Group mt="sm" gap="sm" mih={36} role="status">
      {searchedTo !== undefined && (
        <Text size="sm">{t.lists.searchedTo(shortTimeText(searchedTo, language))}</Text>
      )}
      <Button
        variant="default"
        size="xs"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {searchedTo === undefined ? t.lists.loadMore : t.lists.searchOn}
      </Button>
    </Group>
  )
}
