import { Card, Group, Text, TextInput } from '@mantine/core'
import { type LucideIcon, Search } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { EmptyState } from './empty-state.tsx'
import { Loaded } from './loaded.tsx'
import { Pager } from './pager.tsx'
import { type ListPosition, PAGE_SIZE } from './use-list-position.ts'

interface ListPage<Row> {
  readonly items: readonly Row[]
  /** Rows on all pages. */
  readonly total: number
}

/** A list that comes as a whole, as its only page. */
export function onePage<Row>(items: readonly Row[]): ListPage<Row> {
  return { items, total: items.length }
}

interface ListCardProps<Row> {
  readonly query: { readonly data: ListPage<Row> | undefined; readonly error: unknown }
  /** For a list that comes in pages. */
  readonly position?: Pick<ListPosition, 'page' | 'toPage'> & Partial<Pick<ListPosition, 'name' | 'setName'>>
  /** What the list shows. */
  readonly says?: ReactNode
  /** The button that creates a row. */
  readonly create?: ReactNode
  /** Fields that filter the rows, besides the name. */
  readonly filter?: ReactNode
  /** Shown while the list has no rows; `hint` says what to do next. */
  readonly empty: { readonly Icon: LucideIcon; readonly title: string; readonly hint: ReactNode }
  readonly children: (rows: readonly Row[]) => ReactNode
}

/** A list in a card: its search and buttons, then its rows, a placeholder while they load, a failure, or a hint when there are none. */
export function ListCard<Row>({ query, position, empty, children, ...head }: ListCardProps<Row>) {
  return (
    <Card>
      <ListHead position={position} {...head} />
      <Loaded query={query}>
        {(page) => (
          <>
            {page.total === 0 ? <Nothing name={position?.name ?? ''} empty={empty} /> : children(page.items)}
            {position !== undefined && <Pages of={page} position={position} />}
          </>
        )}
      </Loaded>
    </Card>
  )
}

type Head = Pick<ListCardProps<never>, 'says' | 'create' | 'filter'> & {
  readonly position: ListCardProps<never>['position'] | undefined
}

function ListHead({ position, says, create, filter }: Head) {
  const t = useText()
  const { name, setName } = position ?? {}
  const hasSearch = name !== undefined && setName !== undefined
  const hasTools = hasSearch || filter !== undefined || create !== undefined
  return (
    <>
      {says !== undefined && says !== null && (
        <Text c="dimmed" mb="md" maw="46rem">
          {says}
        </Text>
      )}
      {hasTools && (
        <Group justify="space-between" mb="md" gap="sm">
          {hasSearch && (
            <TextInput
              leftSection={<Search size={16} />}
              aria-label={t.list.search}
              placeholder={t.list.search}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              className="search"
            />
          )}
          {filter}
          {create}
        </Group>
      )}
    </>
  )
}

function Nothing({ name, empty }: Pick<ListCardProps<never>, 'empty'> & { readonly name: string }) {
  const t = useText()
  return (
    <EmptyState Icon={empty.Icon} title={name === '' ? empty.title : t.list.noneFound}>
      {name === '' ? empty.hint : t.list.noneFoundHint}
    </EmptyState>
  )
}

interface PagesProps {
  readonly of: ListPage<unknown>
  readonly position: Pick<ListPosition, 'page' | 'toPage'>
}

/** The pager. When the last rows of the last page are gone, it goes to the page that is the last one now. */
export function Pages({ of: { items, total }, position: { page, toPage } }: PagesProps) {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE))
  const isBehind = items.length === 0 && page > last
  useEffect(() => {
    if (isBehind) toPage(last)
  })
  return isBehind ? null : <Pager page={page} size={PAGE_SIZE} total={total} onChange={toPage} />
}
