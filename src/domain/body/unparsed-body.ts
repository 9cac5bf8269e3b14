import type { ErrorCode } from '../errors.ts'

/** A larger body holds up everything else while it is parsed and translated, so a thread does that. */
export const LARGE_BODY_BYTES = 64 * 1024

/** A body too large to be parsed where everything else waits. */
export class UnparsedBody {
  /** In their order. A thread that reads the body takes them. */
  readonly pieces: readonly Uint8Array<ArrayBuffer>[]
  /** What the call is refused with when the body is no JSON. */
  readonly faultCode: ErrorCode
  /** The beginning of what was read, once that was refused; undefined before, and for what is no JSON. */
  excerpt: unknown = undefined

  constructor(pieces: readonly Uint8Array<ArrayBuffer>[], faultCode: ErrorCode) {
    this.pieces = pieces
    this.faultCode = faultCode
  }
}

/** A body as far as it can be shown: see `exampleOf`. */
export function shownBody(body: unknown): unknown {
  return body instanceof UnparsedBody ? body.excerpt : body
}
