/** A value with the line of the file that it stands in, from 1. */
export interface AtLine<Value> {
  readonly value: Value
  readonly line: number
}

/** What a registry's configuration says of one place that it reports to. */
export interface Endpoint {
  readonly url: string
  /** The line to name when nothing more exact is known. */
  readonly line: number
  /** The header that it shows itself with; null: none. */
  readonly authorization: string | null
  /** The line to write for the token. */
  readonly tokenLine: string
  readonly isOff: boolean
  /** The line to write to switch it on. */
  readonly onLine: string
  /** Milliseconds; null: as the registry's default. */
  readonly timeoutMs: AtLine<number> | null
  readonly timeoutLine: string
  /** How long it waits after failures; null: not said. */
  readonly backoffMs: AtLine<number> | null
  readonly ignoredMediaTypes: AtLine<readonly string[]> | null
  /** The key that the media types stand under: Distribution has two. */
  readonly mediaTypesKey: string
  readonly ignoredActions: AtLine<readonly string[]> | null
}

export interface RegistryConfiguration {
  readonly kind: 'distribution' | 'zot'
  readonly endpoints: readonly Endpoint[]
  /** Null: this kind of registry has no such setting. */
  readonly includesReferences: boolean | null
}

/** A configuration that cannot be read, or is none of a registry. */
export class UnreadableConfiguration extends Error {}
