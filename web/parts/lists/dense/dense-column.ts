import type { ReactNode } from 'react'

export interface DenseColumn<Row> {
  /** Of the column among others; also what a filter or an export calls it. */
  readonly name: string
  readonly label: string
  readonly show: (row: Row) => ReactNode
  /** Its track in the grid: `8rem`, `minmax(10rem, 2fr)`. */
  readonly width: string
  /** Numbers stand at the right. */
  readonly isNumber?: boolean
  /** The list must be so wide, in pixels, for the column to be shown. */
  readonly from?: number
  /** On a telephone a row has two lines: in which of them it stands, if it is shown there. */
  readonly line?: 1 | 2
  /** Takes what the others of its line leave. */
  readonly grows?: boolean
  /** The name of the row: the link that opens it. */
  readonly isLink?: boolean
}

/** Below this width each row has two lines. */
export const STACKED_BELOW_PX = 560
