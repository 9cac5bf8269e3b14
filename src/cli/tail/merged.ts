/** Joins two lists that are each in the order of time to one that is. Each is read as far as the other one needs. */
export async function* merged<Left, Right>(
  left: AsyncIterable<Left>,
  right: AsyncIterable<Right>,
  timeOf: (item: Left | Right) => string,
): AsyncGenerator<Left | Right, void, undefined> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()]
  let [one, other] = await Promise.all([lefts.next(), rights.next()])
  while (one.done !== true || other.done !== true) {
    const isLeft = one.done !== true && (other.done === true || timeOf(one.value) <= timeOf(other.value))
    if (isLeft && one.done !== true) {
      yield one.value
      one = await lefts.next()
    } else if (other.done !== true) {
      yield other.value
      other = await rights.next()
    }
  }
}
