import type { Headers } from './headers.ts'
import type { Facts } from './webhook.ts'

/** Reads one payload format: the facts of its events, or null when the body is not in it. The content decides. */
export type FormatReader = (body: unknown, headers: Headers) => readonly Facts[] | null
