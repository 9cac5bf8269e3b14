import type { IncomingMessage } from 'node:http'

/** Resolves to null for a body that is longer than `maxBytes`; the rest of it is not read. Rejects when the sender breaks off. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) {
        request.pause()
        resolve(null)
      } else chunks.push(chunk)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => {
      // It also closes when all was read; an error costs more than the rest of this.
      if (!request.readableEnded) reject(new Error('the sender broke off'))
    })
  })
}
