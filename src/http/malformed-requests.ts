import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ErrorCode } from '../domain/errors.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'

interface Fault {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
}

const FAULTS: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'BAD_REQUEST', message: 'the headers are longer than 16 KiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'BAD_REQUEST', message: 'the request came too slowly' },
}
const NO_HTTP: Fault = { status: 400, code: 'BAD_REQUEST', message: 'this is not an HTTP request' }

/** Answers what is not even a request, in the shape of all other errors, and hangs up. */
export function answerMalformed({ code = '' }: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const { status, code: name, message } = FAULTS[code] ?? NO_HTTP
  const body = `${JSON.stringify({ errors: [{ code: name, message }] })}\n`
  const headers = {
    ...ANSWER_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}
