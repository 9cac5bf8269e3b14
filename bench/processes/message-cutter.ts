const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = /\r\ncontent-length: *(\d+)/i
const CHUNKED = /\r\ntransfer-encoding:/i

export type OnMessage = (message: Buffer, bodyStart: number) => void

/**
 * Cuts a byte stream into HTTP/1.1 messages, head and body. The load and the receiver use it in place of `node:http`, which
 * would take from the servers under test a share of a small machine that is as large as what they need themselves. It knows only
 * what the servers here send: a body has a `content-length`, or there is none; anything chunked throws.
 */
export class MessageCutter {
  #rest: Buffer = Buffer.alloc(0)
  readonly #onMessage: OnMessage

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage
  }

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (bytes.length > 0) {
      const headEnd = bytes.indexOf(HEAD_END)
      if (headEnd < 0) break
      const bodyStart = headEnd + HEAD_END.length
      const end = bodyStart + bodyLength(bytes.toString('latin1', 0, headEnd))
      if (bytes.length < end) break
      this.#onMessage(bytes.subarray(0, end), bodyStart)
      bytes = bytes.subarray(end)
    }
    this.#rest = bytes
  }
}

function bodyLength(head: string): number {
  if (CHUNKED.test(head)) throw new Error(`the benchmark reads no chunked body: ${head}`)
  return Number(LENGTH.exec(head)?.[1] ?? 0)
}
