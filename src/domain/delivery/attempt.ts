/** Why an attempt failed; the fixed list that the API, the log and the metrics share. */
export const FAILURE_CODES = [
  'status',
  /** A broker answered, and did not take the message. */
  'refused',
  'dns',
  'connect',
  'tls',
  'timeout',
  'closed',
  'protocol',
  'blocked_address',
  'invalid_address',
  /** Nobody let us in: no access token, or a log-in that a mail server refused. */
  'login',
  /** The target's template took more time, memory or output than a template may. */
  'over_budget',
  /** Bellbuoy has no file descriptor left to connect with. Nothing was sent; a delivery waits, and this is not on its record. */
  'exhausted',
  'interrupted',
  'internal',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

export interface Failure {
  readonly code: FailureCode
  /** One sentence for people. */
  readonly text: string
  /** True when no later attempt can end otherwise. */
  readonly permanent: boolean
  /** The receiver's `Retry-After` as a wait in milliseconds from the end of the attempt. */
  readonly retryAfterMs: number | null
}

/** What was sent, with secrets already replaced: this is for the record, not for sending. */
export interface SentRequest {
  /** For example `POST /hook?x=1 HTTP/1.1`. */
  readonly line: string
  readonly headers: Readonly<Record<string, string>>
  /** For people: that the request was sent once more, over a new connection. */
  readonly remark?: string
}

export interface ReceivedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  /** The first bytes of the body, as text. */
  readonly body: string
  /** True when the body went on after what is kept. */
  readonly truncated: boolean
  /** What it was spoken in, where that is not HTTP/1.1. */
  readonly protocol?: string
  /** For people: that the body broke off. The status counts anyway. */
  readonly remark?: string
  /** The fate of each recipient, for a kind that sends one payload to several. */
  readonly recipients?: readonly RecipientFate[]
}

/** Whether the receiver took a payload for a recipient. Only `deferred` is tried again. */
export interface RecipientFate {
  readonly address: string
  readonly fate: 'taken' | 'deferred' | 'refused'
  /** The receiver's answer. */
  readonly answer: string
}

/** How one attempt ended. `failure` is null exactly when it succeeded. */
export interface Outcome {
  readonly startedAtMs: number
  readonly durationMs: number
  readonly request: SentRequest | null
  readonly response: ReceivedResponse | null
  readonly failure: Failure | null
  /** How long each part took, by its name; for a target test, not kept. */
  readonly phases?: Phases
}

/** Milliseconds: to get a connection, until the answer began, until it ended. What was not reached is missing. */
export interface Phases {
  readonly connection?: number
  readonly waiting?: number
  readonly reading?: number
}

/** One try of a delivery, as it stands on record. */
export interface Attempt extends Outcome {
  readonly deliveryId: number
  /** 1 for the first. */
  readonly number: number
}

/** How an attempt ended, in one of few words: `success`, the class of a refusing status (`status_5xx`), else why there was no answer. */
export function outcomeClass({ failure, response }: Pick<Outcome, 'failure' | 'response'>): string {
  if (failure === null) return 'success'
  return failure.code === 'status' && response !== null
    ? `status_${Math.floor(response.status / 100)}xx`
    : failure.code
}

/** The outcome of an attempt whose template took too much: nothing was sent. */
export function templateFailure(why: string, startedAtMs: number, durationMs = 0): Outcome {
  const text = `the template of the target takes too much: ${why}`
  const failure = { code: 'over_budget', text, permanent: false, retryAfterMs: null } as const
  return { startedAtMs, durationMs, request: null, response: null, failure }
}
