import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { MessageCutter } from './message-cutter.ts'

export interface HttpAnswer {
  readonly status: number
  /** Head and body. */
  readonly text: string
}

/** One keep-alive connection that has at most one request under way. */
export class Connection {
  readonly #socket: Socket
  /** Of the request under way. */
  #answered: PromiseWithResolvers<HttpAnswer> | null = null
  /** Why it can send nothing any more. */
  #fault: Error | null = null

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const cutter = new MessageCutter((message) => {
      const text = message.toString('latin1')
      this.#answered?.resolve({ status: Number(text.slice(9, 12)), text })
    })
    this.#socket.on('data', (chunk: Buffer) => {
      cutter.push(chunk)
    })
    this.#socket.on('error', (error) => {
      this.#end(error)
    })
    this.#socket.on('close', () => {
      this.#end(new Error('the server closed the connection'))
    })
  }

  #end(fault: Error): void {
    this.#fault ??= fault
    this.#answered?.reject(this.#fault)
  }

  async opened(): Promise<void> {
    await once(this.#socket, 'connect')
  }

  async post(request: Buffer): Promise<HttpAnswer> {
    if (this.#fault !== null) throw this.#fault
    this.#answered = Promise.withResolvers()
    this.#socket.write(request)
    return await this.#answered.promise
  }

  close(): void {
    // Nobody waits for an answer any more, so the closing is no error.
    this.#socket.removeAllListeners('close')
    this.#socket.destroy()
  }
}
