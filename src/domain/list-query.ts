/** What a caller wants of a list: rows that fulfil every condition, in an order. Fields are named as on the wire. */
export interface ListQuery {
  readonly conditions: readonly Condition[]
  readonly order: readonly Order[]
}

export type Scalar = string | number

export type Condition = { readonly field: string } & (
  | { readonly is: 'equal'; readonly value: string }
  /** Contains the text, whatever the case of its letters. */
  | { readonly is: 'like'; readonly value: string }
  /** Both ends belong to it; null leaves an end open. */
  | { readonly is: 'between'; readonly min: Scalar | null; readonly max: Scalar | null }
  | { readonly is: 'one of'; readonly values: readonly Scalar[] }
  | { readonly is: 'above' | 'below'; readonly value: Scalar }
)

export interface Order {
  readonly field: string
  readonly descending: boolean
}

export const EVERYTHING: ListQuery = { conditions: [], order: [] }

/** One page of a list; `limit` 0 means all. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

export interface Paged<Item> {
  readonly items: readonly Item[]
  readonly total: number
}
