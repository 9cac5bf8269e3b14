import { timingSafeEqual } from 'node:crypto'
import type { Source } from '../../../domain/registry/source.ts'

type Header = string | string[] | undefined

/** The header by which a connection has shown the token of a source. */
interface Shown {
  readonly source: Source
  readonly header: Buffer
}

/**
 * Remembers which connections have shown the token of a source: a registry sends the same header with every notification, and to compare
 * it by its hash each time would cost more than to decide the event. A source that was changed is another object, so nothing
 * that was shown outlives a change of its token. A header that differs is compared like the first one.
 */
export class ShownTokens {
  readonly #shows: (source: Source | null, header: Header) => source is Source
  readonly #shown = new WeakMap<object, Shown>()

  /** @param shows whether a header shows the token of a source, in constant time */
  constructor(shows: (source: Source | null, header: Header) => source is Source) {
    this.#shows = shows
  }

  /** Whether a call over this connection shows the token of the source. */
  has(connection: object, source: Source | null, header: Header): source is Source {
    const before = this.#shown.get(connection)
    if (before !== undefined && before.source === source && isSame(before.header, header)) return true
    if (!this.#shows(source, header)) return false
    this.#shown.set(connection, { source, header: Buffer.from(String(header), 'latin1') })
    return true
  }
}

/** In constant time for headers of one length: a proxy may put the calls of several clients on one connection. */
function isSame(shown: Buffer, header: Header): boolean {
  if (typeof header !== 'string' || header.length !== shown.length) return false
  return timingSafeEqual(shown, Buffer.from(header, 'latin1'))
}
