import type { SourceEvent } from './event.ts'

/** A system that tells us events. */
export interface Source {
  readonly id: number
  /** The last part of its path, `/service/notifications/{name}`. */
  readonly name: string
  readonly kind: string
  readonly token: string
}

/** What became of the entries of one notification. */
export interface Translation {
  readonly events: readonly SourceEvent[]
  /** Entries that make no event, each with the reason; `unknown` ones are of a kind we have never heard of. */
  readonly ignored: readonly { readonly reason: string; readonly unknown: boolean }[]
}

export interface TranslationSettings {
  /** User agents whose requests are nobody's doing: of registries, mirrors and of Bellbuoy itself. */
  readonly ignoredUserAgents: readonly string[]
}

/** One kind of source: the only part that knows its wire format. */
export interface SourceKind {
  readonly kind: string
  /** Media types of the notifications, without parameters. */
  readonly contentTypes: readonly string[]
  /**
   * Turns a parsed body into events.
   *
   * @throws BellbuoyError `BAD_REQUEST`, naming the place, when the body is not what this kind of source sends; nothing
   *   of it may be stored then
   */
  translate: (body: unknown, settings: TranslationSettings) => Translation
}
