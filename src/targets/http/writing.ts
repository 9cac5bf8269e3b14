import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'

/** A request as a kind of receiver wants it. */
export interface Writing {
  /** POST by default. */
  readonly method?: 'POST' | 'PUT'
  readonly path: string
  readonly body: string
  /** The path as it may stand on record, where that is another one. */
  readonly pathOnRecord?: string
  /** Beside the headers of every request, or in place of them; names in lower case, a character of a value for each byte. */
  readonly headers?: Readonly<Record<string, string>>
  /** Like `headers`; the record names them without their values. */
  readonly secretHeaders?: Readonly<Record<string, string>>
}

/** An attempt for which a request is written. */
export interface Written {
  readonly delivery: LeasedDelivery
  readonly target: TargetWithSecrets
  readonly nowMs: number
}

/**
 * Writes a request otherwise than as the payload to the path of the address: with a signature, for example. What it adds to the body is
 * not on record.
 */
export type WriteRequest = (plain: Writing, attempt: Written) => Writing
