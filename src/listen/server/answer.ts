import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a request is answered with. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that says what is wrong. */
export function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body: { error: message }, headers }
}

/** Comes again in so many seconds. */
export function tryAgain(status: 503 | 507, message: string, seconds: number): Answer {
  return refusal(status, message, { 'retry-after': String(seconds) })
}

/** So much of a body that nobody wants is read all the same: a connection that is closed before may lose the answer. */
const SHORT_BYTES = 64 * 1024

/** Sends an answer: text as it is, anything else as JSON. A long body that was not read ends its connection. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, body, headers = {} } = answer
  const isText = typeof body === 'string'
  const isShort = Number(request.headers['content-length'] ?? Infinity) <= SHORT_BYTES
  if (!request.complete && isShort) request.resume()
  const text = isText ? body : `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; version=0.0.4; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(!request.complete && !isShort && { connection: 'close' }),
    ...headers,
  })
  // As a text it goes out in one piece with the head.
  response.end(request.method === 'HEAD' ? undefined : text)
}
