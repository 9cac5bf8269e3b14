/** The lowest and the highest of some numbers, of which there may be more than a call can have arguments. */
export function spanOf(numbers: readonly number[]): readonly [lowest: number, highest: number] {
  return numbers.reduce<[number, number]>(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  )
}
