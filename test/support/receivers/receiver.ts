import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { freePort } from '../free-port.ts'
import { giveAnswer, type Answer } from './answer.ts'
import { ReceivedRequests, type ReceivedRequest } from './received-requests.ts'
import { certificate, type CertificateName } from './tls.ts'

/** What to answer to a request; `index` counts the recorded requests from 0. */
export type Respond = (request: ReceivedRequest, index: number) => Answer | Promise<Answer>

export interface ReceiverOptions {
  /** By default: 200 without a body. */
  readonly respond?: Respond
  /**
   * HTTPS with a self-signed certificate for this one name; `true` is `localhost`. The `url` says `localhost`
   * either way, so a receiver with `wrong.example` has a wrong certificate.
   */
  readonly tls?: boolean | CertificateName
  /** PEM: who connects must show a certificate of this authority. */
  readonly clientCa?: string
}

/** A real HTTP server that records what it is sent and answers by a script, well or badly. */
export class Receiver implements AsyncDisposable {
  /** The script for the next requests. */
  respond: Respond
  /** TCP connections accepted so far. */
  connections = 0
  /** Bytes of all `flood` answers that were handed to their connections. */
  bytesSent = 0
  readonly #received = new ReceivedRequests()
  readonly #server: Server
  readonly #port: number
  readonly #origin: string
  readonly #sockets = new Set<Socket>()
  readonly #scriptErrors: unknown[] = []

  constructor(port: number, { respond = () => ({ status: 200 }), tls = false, clientCa }: ReceiverOptions) {
    this.respond = respond
    this.#port = port
    this.#origin = `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${port}`
    const clients = clientCa === undefined ? {} : { ca: clientCa, requestCert: true }
    this.#server = tls
      ? createTlsServer({ ...certificate(tls === true ? 'localhost' : tls), ...clients })
      : createServer()
    // Long enough that no test sees an idle connection closed under it
    this.#server.keepAliveTimeout = 60_000
    this.#server.on('connection', this.#accept)
    this.#server.on('request', this.#receive)
  }

  /** In the order in which they had come completely. */
  get requests(): readonly ReceivedRequest[] {
    return this.#received.list
  }

  get openConnections(): number {
    return this.#sockets.size
  }

  url(path = '/'): string {
    return `${this.#origin}${path}`
  }

  /** Resolves with the requests as soon as there are `count` of them; rejects with what came instead. */
  async waitFor(count: number, timeoutMs = 5000): Promise<readonly ReceivedRequest[]> {
    return this.#received.waitUntil((requests) => requests.length >= count, timeoutMs, `${count} requests`)
  }

  /** Resolves with the requests as soon as they fulfil `predicate`; rejects with what came instead. */
  async waitUntil(
    predicate: (requests: readonly ReceivedRequest[]) => boolean,
    timeoutMs = 5000,
  ): Promise<readonly ReceivedRequest[]> {
    return this.#received.waitUntil(predicate, timeoutMs, 'the requests waited for')
  }

  /** Closes all connections and refuses new ones. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  /** Listens again after `stop`. */
  async restartOnSamePort(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Closes all connections; rejects if `respond` has thrown. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    for (const error of this.#scriptErrors) throw error
  }

  readonly #accept = (socket: Socket): void => {
    this.connections += 1
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  readonly #receive = (incoming: IncomingMessage, response: ServerResponse): void => {
    const receivedAt = performance.timeOrigin + performance.now()
    const { method = '', url: path = '', headers } = incoming
    text(incoming).then(
      (body) => this.#answer({ method, path, headers, body, receivedAt }, response),
      () => response.destroy(), // the sender broke off
    )
  }

  async #answer(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const index = this.#received.add(request)
    try {
      const answer = await this.respond(request, index)
      await giveAnswer(answer, response, (bytes) => (this.bytesSent += bytes))
    } catch (error) {
      this.#scriptErrors.push(error)
      response.destroy()
    }
  }
}

/** A receiver that listens at a port of 127.0.0.1 which stays its own while it is stopped. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const receiver = new Receiver(await freePort(), options)
  await receiver.restartOnSamePort()
  return receiver
}
