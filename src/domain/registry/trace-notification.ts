/** A notification, as its trace names it. */
export interface TracedNotification {
  readonly source: string
  readonly requestId: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Runs the taking of a notification as a span, which continues the trace that its headers name (W3C Trace Context). */
export type TraceNotification = <Result>(
  notification: TracedNotification,
  take: () => Promise<Result>,
) => Promise<Result>
