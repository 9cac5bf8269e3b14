import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { type ServerOptions, createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { freePort } from '../free-port.ts'
import { createCertificateAuthority } from './certificate-authority.ts'

/** An address at which there is no Bellbuoy, or none that answers well. */
export interface BadServer extends AsyncDisposable {
  readonly url: string
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void

const ELSEWHERE = 'https://buoy.example.com/console/'

const RESPONDS = {
  'a page': (_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><h1>Welcome</h1>'),
  'a page that says 404': (_, response) => {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>')
  },
  'JSON of something else': (_, response) => {
    response.setHeader('content-type', 'application/json').end('{"hello":"world"}')
  },
  'a redirect': (_, response) => response.writeHead(302, { location: ELSEWHERE }).end(),
  'half an answer': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    response.write('[{"id":', () => response.destroy())
  },
  'no answer': () => undefined,
} satisfies Readonly<Record<string, Respond>>

export const BAD_SERVERS = ['nobody', 'an unknown certificate', ...Object.keys(RESPONDS)] as const

/** @param folder for what it has to write */
export async function startBadServer(kind: string, folder: string): Promise<BadServer> {
  if (kind === 'nobody')
    return { url: `http://127.0.0.1:${await freePort()}`, [Symbol.asyncDispose]: async () => undefined }
  if (kind === 'an unknown certificate')
    return started(RESPONDS['a page'], createCertificateAuthority(folder).ofServer)
  return started(RESPONDS[kind as keyof typeof RESPONDS])
}

async function started(respond: Respond, tls?: ServerOptions): Promise<BadServer> {
  const server = tls === undefined ? createServer(respond) : createTlsServer(tls, respond)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
