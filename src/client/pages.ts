/** The most that a list gives at a time. */
export const PAGE_SIZE = 100

/** One part of a list, and where the next one begins: null after the last. */
interface Part<Item, Cursor> {
  readonly items: readonly Item[]
  readonly next: Cursor | null
}

/** All items of a list that comes in parts, each read when the one before is used up. @param read the first part for undefined */
export async function* eachItem<Item, Cursor>(
  read: (cursor: Cursor | undefined) => Promise<Part<Item, Cursor>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: Cursor | undefined
  for (;;) {
    const { items, next } = await read(cursor)
    yield* items
    if (next === null) return
    cursor = next
  }
}
