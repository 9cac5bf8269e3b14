import { type MouseEvent, type ReactNode, memo } from 'react'
import { Link } from 'wouter'
import { useLanguage } from '../../../text/text-provider.tsx'
import { dayText } from '../../time/clock-text.ts'
import type { DenseColumn } from './dense-column.ts'
import classes from './dense-table.module.css'

interface DenseRowProps<Row> {
  readonly row: Row
  /** Among the lines of the list. */
  readonly index: number
  readonly topPx: number
  readonly columns: readonly DenseColumn<Row>[]
  readonly isStacked: boolean
  readonly isOpen: boolean
  /** Whether the Tab key stops here: it does at one row of the list. */
  readonly isActive: boolean
  readonly hrefOf: (row: Row) => string
  readonly onOpen: ((row: Row) => boolean) | undefined
  readonly onFocus: (index: number) => void
}

function PlainDenseRow<Row>(props: DenseRowProps<Row>) {
  const { index, topPx, columns, isStacked, isOpen } = props
  const cellsOf = (some: readonly DenseColumn<Row>[]) =>
    some.map((column) => <Cell key={column.name} column={column} {...props} />)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      {...(isOpen && { 'aria-current': true })}
      data-line={index}
      className={classes['row']}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      {isStacked
        ? ([1, 2] as const).map((number) => (
            <div key={number} role="none" className={classes['line']}>
              {cellsOf(columns.filter(({ line }) => line === number))}
            </div>
          ))
        : cellsOf(columns)}
    </div>
  )
}

/** With columns and handlers that stay the same, scrolling renders only the rows that come into sight. */
export const DenseRow = memo(PlainDenseRow) as typeof PlainDenseRow

function Cell<Row>({ column, ...props }: DenseRowProps<Row> & { readonly column: DenseColumn<Row> }) {
  const { isNumber = false, grows = false, isLink = false, show } = column
  const shown = show(props.row)
  return (
    <div
      role="cell"
      data-column={column.name}
      className={classes['cell']}
      {...(isNumber && { 'data-number': true })}
      {...(grows && { 'data-grows': true })}
    >
      {isLink ? <RowLink {...props}>{shown}</RowLink> : shown}
    </div>
  )
}

function RowLink<Row>({
  row,
  index,
  isActive,
  hrefOf,
  onOpen,
  onFocus,
  children,
}: DenseRowProps<Row> & { readonly children: ReactNode }) {
  const open = (event: MouseEvent): void => {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (isPlain && onOpen?.(row) === true) event.preventDefault()
  }
  return (
    <Link
      href={hrefOf(row)}
      className={classes['link']}
      tabIndex={isActive ? 0 : -1}
      onClick={open}
      onFocus={() => onFocus(index)}
    >
      {children}
    </Link>
  )
}

interface DayLineProps {
  readonly at: string
  readonly index: number
  readonly topPx: number
  readonly span: number
}

export function DayLine({ at, index, topPx, span }: DayLineProps) {
  const { language } = useLanguage()
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes['day']}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <div role="cell" aria-colspan={span}>
        {dayText(at, language)}
      </div>
    </div>
  )
}
