import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { BellbuoyError } from '../domain/errors.ts'
import { parseJson } from '../domain/body/json-body.ts'
import type { Log } from '../log.ts'
import { ANSWER_HEADERS, jsonTypeOf } from './answer-headers.ts'
import { faultCodeAt, isJsonType } from './bodies/body-parsing.ts'
import { isSmallBody } from './bodies/body-admission.ts'
import { requestFailure } from './errors.ts'
import { requestIdOf } from './request-id.ts'
import type { Answer, DirectBody, DirectCall, Route } from './route.ts'

type Admitted = DirectBody | Promise<DirectBody>

interface DirectRoute {
  /** Matches a path whose parameters need no decoding. */
  readonly path: RegExp
  readonly call: DirectCall
}

export interface DirectCallsParts {
  readonly routes: readonly Route[]
  /** Whether each answer is the last on its connection. */
  readonly isClosing: () => boolean
  readonly log: Log
}

/**
 * Answers what registries send thousands of times in a second before it gets to the router, whose hooks and wrappers cost more than
 * all that is decided about such a call. Only a call without any oddity goes this way: a small JSON body of known length, to a plain
 * path, from a source that shows its token. Everything else, strangers among it, is left to the router, untouched.
 */
export function directCalls({ routes, isClosing, log }: DirectCallsParts) {
  const known = routes.flatMap(({ method, path, direct: call }): readonly DirectRoute[] =>
    call === undefined || method !== 'POST' ? [] : [{ path: patternOf(path), call }],
  )

  async function take(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<void> {
    const { headers, method = '', url = '' } = request
    const id = requestIdOf(headers)
    let body: DirectBody | null = null
    let value: unknown
    let isReading = false
    try {
      body = admitted instanceof Promise ? await admitted : admitted
      isReading = true
      value = parseJson(await textOf(request), faultCodeAt(url))
      isReading = false
      const answer = await body.answer(value, id)
      send(response, { id, answer, isLast: isClosing() })
    } catch (error) {
      const failed = requestFailure(error, { id, method, url, headers }, log)
      // Like the router, which reads nothing more from a client whose body was none.
      send(response, { id, answer: failed, isLast: isClosing() || isReading })
      const { status, message } = failed
      body?.refused({ requestId: id, status, message, body: value })
    } finally {
      body?.release()
    }
  }

  return (toRouter: RequestListener): RequestListener =>
    (request, response) => {
      const admitted = isPlain(request) && !isClosing() ? admittedBy(known, request) : null
      if (admitted === null) toRouter(request, response)
      else void take(request, response, admitted)
    }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[\\w.-]+)')}$`)
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && isSmallBody(headers) && isJsonType(headers['content-type'])
}

function admittedBy(known: readonly DirectRoute[], request: IncomingMessage): Admitted | null {
  const { url = '', headers, socket } = request
  for (const { path, call } of known) {
    const match = path.exec(url)
    if (match !== null) return call.admit({ params: match.groups ?? {}, headers, connection: socket })
  }
  return null
}

/** Rejects when the client goes away before the end. */
function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = ({ message }: Error): void => reject(new BellbuoyError('BAD_REQUEST', message))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.once('end', () => {
      const [only, ...others] = chunks
      resolve((others.length === 0 ? (only ?? '') : Buffer.concat(chunks)).toString())
    })
    request.once('error', fail)
    if (request.destroyed) fail(request.errored ?? new Error('aborted'))
  })
}

interface Sending {
  readonly id: string
  readonly answer: Answer
  readonly isLast: boolean
}

function send(response: ServerResponse, { id, answer, isLast }: Sending): void {
  const { status, headers, body } = answer
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    ...(isLast && { connection: 'close' }),
    'x-request-id': id,
    ...headers,
    ...ANSWER_HEADERS,
    'content-type': jsonTypeOf(status),
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
