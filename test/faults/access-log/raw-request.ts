import { connect } from 'node:net'

export interface RawRequest {
  /** `METHOD PATH`; the version is added. */
  readonly line: string
  /** Bytes as they stand: each character is one. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** The client goes away after so many bytes of the body, without an answer. */
  readonly breaksOffAfter?: number
}

/** Sends what no client library would, on a connection of its own. @returns the status; 0 without an answer */
export async function rawRequest(host: string, request: RawRequest): Promise<number> {
  const { line, headers, body = '', breaksOffAfter } = request
  const { hostname, port } = new URL(`http://${host}`)
  const fields = { host, 'content-length': String(Buffer.byteLength(body)), connection: 'close', ...headers }
  const head = [`${line} HTTP/1.1`, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)]
  const socket = connect(Number(port), hostname)
  // A server that refuses a body resets the connection while it still comes.
  socket.on('error', () => undefined)
  let answer = ''
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text))
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1')
  const sent = Buffer.from(body).subarray(0, breaksOffAfter)
  if (breaksOffAfter === undefined) socket.write(sent)
  else socket.write(sent, () => socket.destroy())
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
