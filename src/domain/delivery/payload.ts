/** An event as it is sent. */
export interface Payload {
  readonly contentType: string
  /** What goes beside the body, for formats that say part of it in headers. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  /** What the format had to do without, for a preview; not kept. */
  readonly warnings?: readonly string[]
}
