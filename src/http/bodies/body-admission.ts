import { Transform } from 'node:stream'
import type { FastifyReply, FastifyRequest, RouteShorthandOptions, onRequestAsyncHookHandler } from 'fastify'
import { BellbuoyError } from '../../domain/errors.ts'
import { LARGE_BODY_BYTES, shownBody } from '../../domain/body/unparsed-body.ts'

/** A call of which no byte of the body was read. */
export interface CallHead {
  readonly params: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly address: string
}

/** A call whose body may be read. */
export interface AdmittedBody {
  /** Counts bytes that have arrived. @throws BellbuoyError when there is no room for them */
  readonly arrived: (bytes: number) => void
  /** Learns what the call was refused with. */
  readonly refused: (refusal: Refusal) => void
  /** The call has been answered, or its client is gone. */
  readonly release: () => void
}

export interface Refusal {
  /** As it is answered; left out of what is refused before the call has one. */
  readonly requestId?: string
  readonly status: number
  readonly message: string
  /** As far as it can be shown; undefined unless it was JSON. */
  readonly body: unknown
}

/** Decides by its head whether the body of a call is read. */
export interface BodyAdmission {
  /** @throws BellbuoyError, which is the answer */
  readonly admit: (head: CallHead) => Promise<AdmittedBody>
  /** A body that takes longer is refused. */
  readonly timeLimitMs: number
}

type Hooks = { readonly onRequest: onRequestAsyncHookHandler[] } & Pick<RouteShorthandOptions, 'preParsing'>

/** The calls under way whose bodies were admitted. */
export class AdmittedBodies {
  readonly #admitted = new WeakMap<FastifyRequest, AdmittedBody>()

  /** The hooks of a route whose bodies are read only when they are admitted. */
  hooksFor({ admit, timeLimitMs }: BodyAdmission, addressOf: (request: FastifyRequest) => string): Hooks {
    return {
      onRequest: [
        async (request, reply) => {
          const { headers, params } = request
          const head = { headers, params: params as CallHead['params'], address: addressOf(request) }
          const body = await admit(head)
          this.#admitted.set(request, body)
          releaseAfter(reply, body)
        },
      ],
      preParsing: (request, reply, payload, done) => {
        const body = this.#admitted.get(request)
        if (body === undefined) throw new Error('a body is read that was not admitted')
        if (isSmallBody(request.headers)) {
          done(null, payload)
          return
        }
        const counter = counted(body, timeLimitMs, reply)
        payload.once('close', () => payload.readableEnded || counter.destroy())
        // Whatever comes after the answer is thrown away, so that the client gets to read it.
        reply.raw.once('close', () => counter.destroy())
        counter.once('close', () => payload.resume())
        done(null, payload.pipe(counter))
      },
    }
  }

  /** Reports a refusal to the part that admitted the body; of a call without admission it reports nothing. */
  refused(request: FastifyRequest, refusal: Omit<Refusal, 'body'>): void {
    this.#admitted.get(request)?.refused({ ...refusal, body: shownBody(request.body) })
  }
}

function releaseAfter({ raw }: FastifyReply, { release }: AdmittedBody): void {
  if (raw.closed) release()
  else raw.once('close', release)
}

/**
 * Nearly every notification: its head says how long it is, HTTP carries no more than that, and room for it is held. A slow one
 * ends with the time limit of the server for whole requests.
 */
export function isSmallBody(headers: CallHead['headers']): boolean {
  const bytes = Number(headers['content-length'] ?? Infinity)
  return bytes <= LARGE_BODY_BYTES && headers['transfer-encoding'] === undefined
}

/** Ends with an error at the first byte without room, or when the time is up. What is still to come is not read then. */
function counted({ arrived }: AdmittedBody, timeLimitMs: number, reply: FastifyReply): Transform {
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        arrived(chunk.length)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
  const timer = setTimeout(() => counter.destroy(tooSlow(timeLimitMs)), timeLimitMs)
  counter.once('error', () => void reply.header('connection', 'close'))
  counter.once('close', () => clearTimeout(timer))
  return counter
}

function tooSlow(timeLimitMs: number): BellbuoyError {
  const message = `the body was not complete after ${timeLimitMs / 1000} s; nothing was stored, try again`
  return new BellbuoyError('UNAVAILABLE', message, { retryAfterSeconds: 1 })
}
