/** An event as it is sent. */
export interface Payload {
  readonly contentType: string
  /** What goes beside the body, for formats that say part of it in headers. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  /** What the format had to do without, for a preview; not kept. */
  readonly warnings?: readonly string[]
  /** `body` is not what is sent: it holds what the template of the target is filled with before the first attempt. */
  readonly unrendered?: true
}

/** The body of a payload for a receiver that the event does not concern: its kind of target sends nothing. */
export const NOTHING_TO_SEND = 'null'
