import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import {
  OK,
  type RawReceiver,
  type RawReceiverOptions,
  startRawReceiver,
} from '../../support/receivers/raw-receiver.ts'

/** What a receiver does with one request, once it has read it. */
export type Script = (socket: Socket) => void | Promise<void>

/** Each request gets its script by its number; the last script serves all further ones. */
export function answering(...scripts: readonly Script[]): () => Promise<RawReceiver> {
  return answeringWith({}, ...scripts)
}

export function answeringWith(
  options: RawReceiverOptions,
  ...scripts: readonly Script[]
): () => Promise<RawReceiver> {
  return () => {
    let count = 0
    return startRawReceiver((_, socket) => (scripts[count++] ?? scripts.at(-1))?.(socket), options)
  }
}

/** Does something with each connection as soon as it is there. */
export function meeting(connected: (socket: Socket) => void): () => Promise<RawReceiver> {
  return answeringWith({ connected }, silent)
}

export const ok: Script = says(OK)
export const silent: Script = () => undefined
export const closes: Script = (socket) => void socket.end()
export const resets: Script = (socket) => void socket.resetAndDestroy()

export function says(text: string | Uint8Array): Script {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
  return (socket) => void socket.write(bytes)
}

export function saysAndCloses(text: string): Script {
  return (socket) => void socket.end(text)
}

export function saysAndResets(text: string): Script {
  return (socket) => void socket.write(text, () => socket.resetAndDestroy())
}

/** A status with its headers, and no body. */
export function status(code: number, ...headers: readonly string[]): Script {
  return says([`HTTP/1.1 ${code} x`, ...headers, 'content-length: 0', '', ''].join('\r\n'))
}

/** Says something, and then the same again and again as fast as it is read. */
export function floods(first: string, again: string): Script {
  const chunk = Buffer.from(again.repeat(Math.ceil(65_536 / again.length)), 'latin1')
  return (socket) => {
    const more = (error?: Error | null): void => {
      if (!error && socket.writable) socket.write(chunk, more)
    }
    socket.write(first, more)
  }
}

/** Says something, and then one byte every 50 ms for ever. */
export function drips(first: string): Script {
  return async (socket) => {
    socket.write(first)
    while (!socket.destroyed) {
      await delay(50)
      socket.write('x')
    }
  }
}

/** Says something after a while. */
export function saysAfter(ms: number, text: string): Script {
  return async (socket) => {
    await delay(ms)
    if (!socket.destroyed) socket.write(text)
  }
}
