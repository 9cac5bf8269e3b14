/** Of a terminal that does not say how wide it is: its size is 0, as that of a pseudoterminal is at first. */
const USUAL_WIDTH = 80

/**
 * How many columns a line may have.
 *
 * @param elsewhere where output goes to no terminal
 */
export function widthOf<Elsewhere>(
  { isTTY, columns }: Readonly<Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>>,
  elsewhere: Elsewhere,
): number | Elsewhere {
  if (isTTY !== true) return elsewhere
  return columns === undefined || columns === 0 ? USUAL_WIDTH : columns
}
