import type { IncomingHttpHeaders } from 'node:http'

export interface ReceivedRequest {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** When its headers had come: milliseconds since 1970 with fractions, from a clock that never jumps. */
  readonly receivedAt: number
}

type Requests = readonly ReceivedRequest[]

/** The record of what came, for those who wait for something to come. */
export class ReceivedRequests {
  readonly list: ReceivedRequest[] = []
  readonly #waiting = new Set<() => void>()

  /** Returns the request's place in the list. */
  add(request: ReceivedRequest): number {
    const index = this.list.push(request) - 1
    for (const look of this.#waiting) look()
    return index
  }

  /** Resolves with the list as soon as it fulfils `predicate`; rejects with what is in it instead. */
  async waitUntil(
    predicate: (requests: Requests) => boolean,
    timeoutMs: number,
    what: string,
  ): Promise<Requests> {
    if (await this.#fulfilled(predicate, timeoutMs)) return this.list
    const came = this.list.map(({ method, path, body }) => `\n  ${method} ${path} ${body.slice(0, 200)}`)
    throw new Error(`${what}: not within ${timeoutMs} ms; ${came.length} came:${came.join('')}`)
  }

  async #fulfilled(predicate: (requests: Requests) => boolean, timeoutMs: number): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const look = (): void => {
      try {
        if (predicate(this.list)) resolve(true)
      } catch (error) {
        reject(error)
      }
    }
    const timer = setTimeout(resolve, timeoutMs, false)
    this.#waiting.add(look)
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(look)
    }
  }
}
