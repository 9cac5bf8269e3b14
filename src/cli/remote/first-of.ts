/** The first so many items of a list; what is behind them is not read. */
export async function* firstOf<Item>(
  items: AsyncIterable<Item>,
  count: number,
): AsyncGenerator<Item, void, undefined> {
  let given = 0
  for await (const item of items) {
    yield item
    given += 1
    if (given >= count) return
  }
}
