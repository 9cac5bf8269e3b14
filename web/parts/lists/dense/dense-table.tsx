import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useText } from '../../../text/text-provider.tsx'
import { type DenseColumn, STACKED_BELOW_PX } from './dense-column.ts'
import { DayLine, DenseRow } from './dense-row.tsx'
import classes from './dense-table.module.css'
import { type Line, linesOf } from './lines.ts'
import { useRowKeys } from './use-row-keys.ts'

const ROW_PX = 36
const STACKED_ROW_PX = 56
const DAY_PX = 28
/** Rows beyond what is in sight: those that are drawn, and those that are loaded in time. */
const OVERSCAN = 12
const LOAD_AHEAD = 30

export interface DenseTableProps<Row> {
  /** What the rows are, for readers of screens. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string | number
  readonly timeOf: (row: Row) => string
  /** The same object for every rendering. */
  readonly columns: readonly DenseColumn<Row>[]
  readonly hrefOf: (row: Row) => string
  /** Opens a row beside the list; false: its page is opened instead. */
  readonly onOpen?: ((row: Row) => boolean) | undefined
  /** The row that is open beside the list. */
  readonly openKey?: string | number | undefined
  /** Whether more rows follow those that are there. */
  readonly hasMore: boolean
  /** Asked when the last rows come near. */
  readonly onNearEnd?: (() => void) | undefined
  /** What the head of a column shows, when that is not its label. */
  readonly headOf?: (
    column: DenseColumn<Row>,
  ) => { readonly shown: ReactNode; readonly sort: 'ascending' | 'descending' } | null
}

/** A table that draws only the rows in sight, so that a hundred thousand are as quick as ten. The page scrolls, not the table. */
export function DenseTable<Row>(props: DenseTableProps<Row>) {
  const { label, rows, timeOf, keyOf, hasMore, openKey, onOpen, hrefOf, headOf } = props
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>()
  const isStacked = width > 0 && width < STACKED_BELOW_PX
  const lines = useMemo(() => linesOf(rows, timeOf), [rows, timeOf])
  const columns = useMemo(
    () => props.columns.filter(({ from = 0, line }) => (isStacked ? line !== undefined : width >= from)),
    [props.columns, width, isStacked],
  )
  const keys = useRowKeys({ lines, keyOf, openKey, onOpen, isStacked })
  const { body, drawn, totalPx, scrollTo } = useDrawnLines(lines, isStacked, keys.activeLine)
  useEffect(() => keys.follow(scrollTo))
  useNearEnd(drawn.at(-1)?.index ?? 0, lines.length, props.onNearEnd)
  return (
    <div
      ref={sizeRef}
      role="table"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : lines.length + 1}
      className={isStacked ? `${classes['table']} ${classes['stacked']}` : classes['table']}
      style={{ '--columns': columns.map((column) => column.width).join(' ') } as CSSProperties}
      onKeyDown={keys.onKeyDown}
      onBlur={keys.onBlur}
    >
      <Head columns={columns} isHidden={isStacked} headOf={headOf} />
      <div ref={body} role="rowgroup" className={classes['body']} style={{ height: totalPx }}>
        {drawn.map(({ index, topPx }) => {
          const line = lines[index]
          if (line === undefined) return null
          if (line.kind === 'day')
            return (
              <DayLine
                key={`day ${line.at}`}
                at={line.at}
                index={index}
                topPx={topPx}
                span={columns.length}
              />
            )
          const key = keyOf(line.row)
          return (
            <DenseRow
              key={key}
              row={line.row}
              index={index}
              topPx={topPx}
              columns={columns}
              isStacked={isStacked}
              isOpen={key === openKey}
              isActive={index === keys.activeLine}
              hrefOf={hrefOf}
              onOpen={onOpen}
              onFocus={keys.onFocus}
            />
          )
        })}
      </div>
    </div>
  )
}

interface HeadProps<Row> extends Pick<DenseTableProps<Row>, 'columns' | 'headOf'> {
  readonly isHidden: boolean
}

function Head<Row>({ columns, isHidden, headOf }: HeadProps<Row>) {
  const t = useText()
  const cells = columns.map((column) => {
    const head = headOf?.(column) ?? null
    return (
      <div
        key={column.name}
        role="columnheader"
        className={classes['cell']}
        {...(column.isNumber === true && { 'data-number': true })}
        {...(head !== null && { 'aria-sort': head.sort })}
        {...(head === null && headOf !== undefined && { title: t.lists.noOrder })}
      >
        {head === null ? column.label : head.shown}
      </div>
    )
  })
  const row = (
    <div role="row" aria-rowindex={1} className={isHidden ? '' : classes['head']}>
      {cells}
    </div>
  )
  return <div role="rowgroup">{isHidden ? <VisuallyHidden role="none">{row}</VisuallyHidden> : row}</div>
}

/** The lines that are drawn, and how far each is from the top of the list. */
function useDrawnLines<Row>(lines: readonly Line<Row>[], isStacked: boolean, activeLine: number) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  // What stands above the list may grow or shrink at any time, and then so does what is around both.
  useEffect(() => {
    if (element === null) return
    const observer = new ResizeObserver(() =>
      setScrollMargin(Math.round(element.getBoundingClientRect().top + window.scrollY)),
    )
    for (let around: HTMLElement | null = element; around !== null; around = around.parentElement)
      observer.observe(around)
    return () => observer.disconnect()
  }, [element])
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (lines[index]?.kind === 'day' ? DAY_PX : isStacked ? STACKED_ROW_PX : ROW_PX),
    overscan: OVERSCAN,
    scrollMargin,
    // Under the head of the page and that of the table.
    scrollPaddingStart: 96,
    scrollPaddingEnd: 24,
    rangeExtractor: (range) => withActive(defaultRangeExtractor(range), activeLine, lines.length),
  })
  useFreshHeights(virtualizer.measure, lines, isStacked)
  return {
    body: setElement,
    totalPx: virtualizer.getTotalSize(),
    drawn: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start - scrollMargin })),
    scrollTo: (index: number): void => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}

/** Has all heights taken anew, unless lines were only added: those before them keep theirs, however many there are. */
function useFreshHeights<Row>(measure: () => void, lines: readonly Line<Row>[], isStacked: boolean): void {
  const before = useRef({ lines, isStacked })
  useLayoutEffect(() => {
    const { lines: old, isStacked: wasStacked } = before.current
    before.current = { lines, isStacked }
    const isSame = (index: number): boolean => rowAt(old, index) === rowAt(lines, index)
    if (isStacked !== wasStacked || !isSame(1) || !isSame(old.length - 1)) measure()
  }, [measure, lines, isStacked])
}

function rowAt<Row>(lines: readonly Line<Row>[], index: number): Row | undefined {
  const line = lines[index]
  return line?.kind === 'row' ? line.row : undefined
}

/** The row that has the focus stays drawn when it is scrolled out of sight. */
function withActive(drawn: readonly number[], active: number, count: number): number[] {
  if (active < 0 || active >= count || drawn.includes(active)) return [...drawn]
  return [...drawn, active].toSorted((left, right) => left - right)
}

function useNearEnd(lastDrawn: number, count: number, onNearEnd: (() => void) | undefined): void {
  const isNear = count > 0 && lastDrawn >= count - LOAD_AHEAD
  useEffect(() => {
    if (isNear) onNearEnd?.()
  }, [isNear, count, onNearEnd])
}
