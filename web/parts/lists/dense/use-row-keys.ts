import { useHotkeys } from '@mantine/hooks'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { Line } from './lines.ts'

interface RowKeysParts<Row> {
  readonly lines: readonly Line<Row>[]
  readonly keyOf: (row: Row) => string | number
  readonly openKey: string | number | undefined
  readonly onOpen: ((row: Row) => boolean) | undefined
  /** Whether a row has two lines. Rows are drawn anew when that changes. */
  readonly isStacked: boolean
}

/**
 * The keyboard of a list. Tab stops at one row; the arrow keys go to the next and the previous one, as J and K do wherever the focus is.
 * While a row is open beside the list, J and K open the next one instead.
 */
export function useRowKeys<Row>({ lines, keyOf, openKey, onOpen, isStacked }: RowKeysParts<Row>) {
  const first = nextRow(lines, -1, 1) ?? 0
  const [chosen, setChosen] = useState<number | null>(null)
  const activeLine = chosen === null || chosen >= lines.length ? first : chosen
  /** What is still to be done once the list has been drawn. */
  const owed = useRef<{ readonly line: number; readonly isFocus: boolean } | null>(null)
  const goTo = (line: number | null, isFocus: boolean): void => {
    if (line === null) return
    owed.current = { line, isFocus }
    setChosen(line)
  }
  const step = (by: 1 | -1): void => {
    if (openKey === undefined) {
      goTo(nextRow(lines, chosen ?? first - by, by), true)
      return
    }
    const open = lines.findIndex((line) => line.kind === 'row' && keyOf(line.row) === openKey)
    const next = nextRow(lines, open, by)
    const line = next === null ? undefined : lines[next]
    if (line?.kind !== 'row') return
    onOpen?.(line.row)
    goTo(next, false)
  }
  const hasFocus = useRef(false)
  useLayoutEffect(() => {
    const isLost = hasFocus.current && document.activeElement === document.body
    if (isLost) owed.current = { line: activeLine, isFocus: true }
  }, [isStacked, activeLine])
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ])
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
    if (by === null || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    goTo(nextRow(lines, activeLine, by), true)
  }
  return {
    activeLine,
    onKeyDown,
    onFocus: useCallback((line: number) => {
      hasFocus.current = true
      setChosen(line)
    }, []),
    /** The focus has left the rows. */
    onBlur: () => {
      hasFocus.current = false
    },
    /** After each rendering: brings the row into sight, and gives it the focus. */
    follow: (scrollTo: (line: number) => void): void => {
      if (owed.current === null) return
      const { line, isFocus } = owed.current
      scrollTo(line)
      const link = document.querySelector<HTMLElement>(`[data-line="${line}"] a`)
      if (isFocus && link === null) return
      if (isFocus) link?.focus({ preventScroll: true })
      owed.current = null
    },
  }
}

/** The next line that is a row; null at the end. */
function nextRow<Row>(lines: readonly Line<Row>[], from: number, by: 1 | -1): number | null {
  for (let index = from + by; index >= 0 && index < lines.length; index += by)
    if (lines[index]?.kind === 'row') return index
  return null
}
