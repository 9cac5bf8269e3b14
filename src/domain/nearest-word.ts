/** Letters by which a word of ours may differ from what was written and still be meant. */
const SLIP_LETTERS = 2

/**
 * The known word that a written one most probably stands for: the same in another case, spelling (`eventTypes`, `event-types`) or
 * number, else the one with the fewest letters changed. Null when more than half of its letters would be others.
 */
export function nearestWord(written: string, known: readonly string[]): string | null {
  let nearest: { readonly word: string; readonly distance: number } | null = null
  for (const word of known) {
    const distance = distanceOf(written, word)
    if (
      distance <= Math.max(1, Math.min(written.length, word.length) / 2) &&
      distance < (nearest?.distance ?? Infinity)
    )
      nearest = { word, distance }
  }
  return nearest?.word ?? null
}

/** Whether a word is one of the known ones with one or two letters changed, or in another case, spelling or number. */
export function isSlipOf(written: string, known: string): boolean {
  return distanceOf(written, known) <= (known.length <= 3 ? 1 : SLIP_LETTERS)
}

function distanceOf(written: string, known: string): number {
  if (Math.abs(written.length - known.length) > known.length + SLIP_LETTERS) return Infinity
  const [one, other] = [plain(written), plain(known)]
  return Math.min(lettersChanged(one, other), lettersChanged(singular(one), singular(other)))
}

/** Words in small letters, without what joins them. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '')
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/s$/, '')
}

/** Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment). */
function lettersChanged(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        (current[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
      )
    }
    ;[beforeLast, last] = [last, current]
  }
  return last[to.length] ?? 0
}
