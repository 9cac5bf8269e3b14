import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { AnswerFault, AnswerStart, beginsFinal } from './answer-start.ts'

/** How a connection ended while a request waited for the first byte of its answer. */
export interface EarlyEnd {
  /** Whether a request before this one was answered over it. */
  readonly wasReused: boolean
  /** Whether the operating system had taken the whole request. */
  readonly wasWritten: boolean
}

const earlyEnds = new WeakMap<Error, EarlyEnd>()
/** The codes of a reset by the receiver; a timeout is not one. */
const RESETS: ReadonlySet<unknown> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE'])

/** How the connection ended, if this error of a request is its end before any byte of an answer; else null. */
export function earlyEndOf(error: Error): EarlyEnd | null {
  return earlyEnds.get(error) ?? null
}

/**
 * A connector whose HTTP/1.1 connections skip interim answers, explain invalid answers, end answers that are too long, and
 * remember how they end. HTTP/2 has frames for all of that.
 *
 * @param maxAnswerBytes of one answer with all that belongs to it: parsers have no limit for a reason phrase or for the
 * extensions of a chunk
 */
export function watchedConnect(
  connect: buildConnector.connector,
  maxAnswerBytes: number,
): buildConnector.connector {
  return (where, callback) => {
    connect(where, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null)
        return
      }
      if ((socket as TLSSocket).alpnProtocol !== 'h2') watch(socket, maxAnswerBytes)
      callback(null, socket)
    })
  }
}

/** Fits the buffers of a socket: the operating system takes it whole or, when the connection is gone, not at all. */
const SMALL_BYTES = 16 * 1024

/**
 * Stands between undici and its socket, of which undici uses `write(chunk, encoding)`, `read()` and the events. Each
 * request passes here, so requests that go well allocate nothing.
 */
function watch(socket: Socket, maxAnswerBytes: number): void {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null
  const write = socket.write.bind(socket) as (...args: readonly unknown[]) => boolean
  let answers = 0
  let unwritten = 0
  /** Of the answer so far. */
  let bytes = 0
  let isAwaiting = false
  /** The part of the awaited answer that has arrived; null while none has. */
  let start: AnswerStart | null = null

  const onWritten = (error?: Error | null): void => {
    if (error === undefined || error === null) unwritten--
  }
  const endsEarly = (): boolean => isAwaiting && start === null
  const noteEnd = (error: Error, isUnwritten: boolean): void => {
    earlyEnds.set(error, { wasReused: answers > 0, wasWritten: unwritten === 0 && !isUnwritten })
  }
  const finalPart = (chunk: Buffer): Buffer | null => {
    try {
      const final = start === null && beginsFinal(chunk) ? chunk : (start ??= new AnswerStart()).read(chunk)
      if (final === null) return null
      isAwaiting = false
      start = null
      answers++
      return final
    } catch (fault) {
      socket.destroy(fault as Error)
      return null
    }
  }

  socket.write = (chunk: string | Uint8Array, encoding?: unknown): boolean => {
    isAwaiting = true
    bytes = 0
    if (chunk.length <= SMALL_BYTES) return write(chunk, encoding)
    unwritten++
    return write(chunk, encoding, onWritten)
  }
  socket.read = (size?: number): Buffer | null => {
    const chunk = read(size)
    // Node itself asks for nothing (0), to have more read.
    if (chunk === null || size !== undefined) return chunk
    bytes += chunk.length
    if (bytes <= maxAnswerBytes) return isAwaiting ? finalPart(chunk) : chunk
    socket.destroy(new AnswerFault(`more than ${maxAnswerBytes} bytes of an answer came`))
    return null
  }
  socket.on('end', () => {
    if (!endsEarly()) return
    const error = new Error('the receiver closed it')
    noteEnd(error, false)
    socket.destroy(error)
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (endsEarly() && RESETS.has(error.code)) noteEnd(error, error.syscall === 'write')
  })
}
