import type { Dispatcher, Pool } from 'undici'
import { AnswerFault } from '../../net/answer-start.ts'
import { type Deadlined, startDeadline } from './deadlines.ts'
import type { Phases, ReceivedResponse } from '../../domain/delivery/attempt.ts'

/** Bytes of an answer that are read; a receiver that says more has said enough. */
const MAX_READ_BYTES = 64 * 1024
/** Bytes of an answer that are kept. */
const MAX_KEPT_BYTES = 16 * 1024

/** The deadline passed. */
export class DeadlineError extends Error {
  readonly awaited: 'connection' | 'answer' | 'end'

  constructor(awaited: DeadlineError['awaited']) {
    super(`deadline passed while waiting for the ${awaited}`)
    this.name = 'DeadlineError'
    this.awaited = awaited
  }
}

/** What came of one exchange: an answer that is whole or was cut, an error, or (the body broke off) both. */
export interface ExchangeResult {
  readonly response: ReceivedResponse | null
  readonly error: Error | null
  readonly phases: Phases
}

export interface ExchangeRequest {
  readonly method: 'POST' | 'PUT'
  readonly path: string
  /** Each character stands for one byte; see `headerBytes`. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Over connection, headers and body together. */
  readonly timeoutMs: number
}

/** Makes one request. Never rejects. */
export function exchange(pool: Pool, request: ExchangeRequest): Promise<ExchangeResult> {
  return new Promise((resolve) => {
    const handler = new ExchangeHandler(request.timeoutMs, resolve)
    const { method, path, headers, body } = request
    try {
      pool.dispatch({ method, path, headers, body }, handler)
    } catch (error) {
      handler.onResponseError(null, error as Error)
    }
  })
}

class ExchangeHandler implements Dispatcher.DispatchHandler, Deadlined {
  readonly #settle: (result: ExchangeResult) => void
  readonly #endDeadline: () => void
  readonly #chunks: Buffer[] = []
  readonly #startedAt = performance.now()
  #sentAt: number | null = null
  #answeredAt: number | null = null
  #readBytes = 0
  #interimBytes = 0
  #controller: Dispatcher.DispatchController | null = null
  #head: { status: number; headers: ReceivedResponse['headers'] } | null = null
  #settled = false

  constructor(timeoutMs: number, settle: (result: ExchangeResult) => void) {
    this.#settle = settle
    this.#endDeadline = startDeadline(timeoutMs, this)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#sentAt ??= performance.now()
    if (this.#settled) controller.abort(new DeadlineError('connection'))
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Interim answers of HTTP/2; those of HTTP/1.1 do not come so far.
    if (status < 200) {
      this.#interimBytes += JSON.stringify(headers).length
      if (this.#interimBytes > MAX_READ_BYTES)
        controller.abort(
          new AnswerFault(`no final answer came within ${MAX_READ_BYTES} bytes of interim ones`),
        )
      return
    }
    this.#head = { status, headers: headers as ReceivedResponse['headers'] }
    this.#answeredAt = performance.now()
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#readBytes < MAX_KEPT_BYTES)
      this.#chunks.push(chunk.subarray(0, MAX_KEPT_BYTES - this.#readBytes))
    this.#readBytes += chunk.length
    if (this.#readBytes < MAX_READ_BYTES) return
    this.#finish(null)
    controller.abort(new Error('enough of the answer was read'))
  }

  onResponseEnd(): void {
    this.#finish(null)
  }

  onResponseError(_: unknown, error: Error): void {
    this.#finish(error)
  }

  deadline(): void {
    const error = new DeadlineError(
      this.#controller === null ? 'connection' : this.#head === null ? 'answer' : 'end',
    )
    this.#finish(error)
    this.#controller?.abort(error)
  }

  #finish(error: Error | null): void {
    if (this.#settled) return
    this.#settled = true
    this.#endDeadline()
    this.#settle({ response: this.#response(), error, phases: this.#phases() })
  }

  #phases(): Phases {
    const [sentAt, answeredAt] = [this.#sentAt, this.#answeredAt]
    return {
      ...(sentAt !== null && { connection: Math.round(sentAt - this.#startedAt) }),
      ...(sentAt !== null && answeredAt !== null && { waiting: Math.round(answeredAt - sentAt) }),
      ...(answeredAt !== null && { reading: Math.round(performance.now() - answeredAt) }),
    }
  }

  #response(): ReceivedResponse | null {
    if (this.#head === null) return null
    const [only, ...others] = this.#chunks
    const kept = others.length === 0 ? only : Buffer.concat(this.#chunks)
    return { ...this.#head, body: kept?.toString('utf8') ?? '', truncated: this.#readBytes > MAX_KEPT_BYTES }
  }
}
