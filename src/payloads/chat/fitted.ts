import { shorten } from './shorten.ts'
import type { Story } from './story.ts'

/** A sentence is not cut to less than this for each of its pieces. */
const MIN_PIECE = 16

/**
 * A story as a chat writes it, as long as it may be: facts go first, from the last one on, then links, then the ends of names.
 *
 * @param limit of the size of what `write` gives, by `sizeOf`
 */
export function fitted<Written>(
  story: Story,
  write: (story: Story) => Written,
  { limit, sizeOf }: { readonly limit: number; readonly sizeOf: (written: Written) => number },
): Written {
  for (let left: Story | null = story; ;) {
    const written = write(left)
    if (sizeOf(written) <= limit) return written
    const smaller = smallerThan(left)
    if (smaller === null) return written
    left = smaller
  }
}

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/** The story with a little less in it; null when only the least is left. */
function smallerThan(story: Story): Story | null {
  const { facts, links, sentence } = story
  if (facts.length > 0) return { ...story, facts: facts.slice(0, -1) }
  if (links.length > 0) return { ...story, links: links.slice(0, -1) }
  const longest = Math.max(...sentence.map(({ text }) => text.length))
  if (longest <= MIN_PIECE) return null
  const limit = Math.max(MIN_PIECE, Math.floor(longest / 2))
  return { ...story, sentence: sentence.map((piece) => ({ ...piece, text: shorten(piece.text, limit) })) }
}
