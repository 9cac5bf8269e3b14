import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { EmptyState } from '../../parts/lists/empty-state.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { useText } from '../../text/text-provider.tsx'
import { FreshRows } from './fresh-rows.tsx'
import { MoreButton } from './more-button.tsx'
import type { useReading } from './use-reading.ts'

interface FollowedRowsProps<Row> {
  readonly followed: ComponentProps<typeof FreshRows>['followed'] & {
    readonly list: ComponentProps<typeof MoreButton>['query'] & {
      readonly data: { readonly pages: readonly { readonly items: readonly Row[] }[] } | undefined
      readonly error: unknown
    }
  }
  readonly reading: ReturnType<typeof useReading>
  /** Whether the list is filtered, so that an empty one says to widen the filter. */
  readonly isFiltered: boolean
  readonly empty: { readonly Icon: LucideIcon; readonly title: string; readonly hint: string }
  /** The number of new rows, in words. */
  readonly saysFresh: ComponentProps<typeof FreshRows>['says']
  readonly children: (rows: readonly Row[]) => ReactNode
}

/** A live list of history: new rows are offered above it, older ones below. */
export function FollowedRows<Row>(props: FollowedRowsProps<Row>) {
  const { followed, reading, isFiltered, empty, saysFresh, children } = props
  const { list } = followed
  const t = useText()
  return (
    <Loaded query={list}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items)
        if (rows.length === 0 && !list.hasNextPage)
          return (
            <EmptyState Icon={empty.Icon} title={empty.title}>
              {isFiltered ? t.history.noMatch : empty.hint}
            </EmptyState>
          )
        return (
          <>
            <div ref={reading.beginning} tabIndex={-1} className="list-beginning" />
            <FreshRows followed={followed} toBeginning={reading.toBeginning} says={saysFresh} />
            {children(rows)}
            <MoreButton query={list} shown={rows.length} />
          </>
        )
      }}
    </Loaded>
  )
}
