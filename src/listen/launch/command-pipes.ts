import { closeSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** A new pipe has room for so much at least (PIPE_BUF on Linux), so writing it waits for nobody. */
const AT_ONCE_BYTES = 4096

/** The end of a pipe that a command has as its standard input. */
export class InputPipe {
  #descriptor: number | null
  #socket: Socket | null = null

  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /** Writes all, and closes it. A command that does not read it, or has ended, is no fault. */
  write(bytes: Uint8Array): void {
    const descriptor = this.#descriptor
    if (descriptor === null) return
    if (bytes.length <= AT_ONCE_BYTES) {
      if (bytes.length > 0) writeAtOnce(descriptor, bytes)
      this.close()
      return
    }
    this.#descriptor = null
    this.#socket = new Socket({ fd: descriptor, readable: false, writable: true })
    this.#socket.on('error', () => undefined)
    this.#socket.end(bytes)
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
    this.#descriptor = null
    this.#socket?.destroy()
  }
}

function writeAtOnce(descriptor: number, bytes: Uint8Array): void {
  try {
    writeSync(descriptor, bytes)
  } catch {
    // EPIPE: nobody reads it.
  }
}

/** Reads the other end of what a command writes to. */
export function outputOf(descriptor: number): Readable {
  const socket = new Socket({ fd: descriptor, readable: true, writable: false })
  return socket.on('error', () => undefined)
}
