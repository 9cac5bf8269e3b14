import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { Answer, Ask } from './parent.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: Error) => void
}

const READY = 0

/** One of the benchmark's own processes, which answers requests (see `serveParent`); disposing ends it. */
export class Child<Ready> {
  readonly #name: string
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  readonly ready: Promise<Ready>
  #lastId = READY

  constructor(file: string, environment: Readonly<Record<string, string>> = {}) {
    this.#name = file
    const env = { ...process.env, NODE_ENV: 'production', ...environment }
    // Advanced serialization carries typed arrays as they are.
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)), { serialization: 'advanced', env })
    this.#process.on('message', (answer: Answer) => {
      this.#settle(answer)
    })
    this.#process.on('error', (error) => {
      this.#fail(error)
    })
    this.#process.on('exit', (code, signal) => {
      this.#fail(new Error(`${file} ended unasked: ${String(signal ?? code)}`))
    })
    this.ready = this.#wait(READY) as Promise<Ready>
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error(`${this.#name} did not start`)
    return this.#process.pid
  }

  async ask<Value>(name: string, argument?: unknown): Promise<Value> {
    const ask: Ask = { id: ++this.#lastId, name, argument }
    const value = this.#wait(ask.id)
    this.#process.send(ask)
    return (await value) as Value
  }

  [Symbol.dispose](): void {
    this.#process.removeAllListeners('exit')
    this.#process.kill('SIGKILL')
  }

  #wait(id: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.set(id, { resolve, reject })
    return promise
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new Error(`${this.#name}: ${answer.error}`))
    else waiting?.resolve(answer.value)
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}
