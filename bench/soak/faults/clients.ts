import { randomBytes } from 'node:crypto'
import { type Socket, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { ENVELOPE_TYPE } from '../../processes/envelope.ts'
import { notificationsAt } from '../../run/send.ts'
import type { Fault, FaultParts } from '../fault.ts'

const CONNECTIONS = 100
const PAUSE_MS = 20

export const badBodies = posting(
  'a registry posts what nobody can read',
  ({ bench }) => `Bearer ${bench.token}`,
)
export const wrongTokens = posting(
  'a stranger tries tokens',
  () => `Bearer ${randomBytes(16).toString('hex')}`,
)

/** Requests of which only half comes, on many connections. */
export const halfRequests: Fault = {
  name: 'strangers hold connections open',
  mayRepeat: false,
  begin: ({ lives }) => {
    const { hostname, port } = new URL(lives.url)
    const sockets = Array.from({ length: CONNECTIONS }, () => halfRequest(hostname, Number(port)))
    return Promise.resolve(() => {
      for (const socket of sockets) socket.destroy()
      return Promise.resolve()
    })
  },
}

/** One request after the other, until it ends. */
function posting(name: string, authorization: (parts: FaultParts) => string): Fault {
  return {
    name,
    mayRepeat: false,
    begin: (parts) => {
      const url = notificationsAt(parts.lives.url)
      const done = new AbortController()
      const posts = (async () => {
        while (!done.signal.aborted) {
          await post(url, authorization(parts))
          await sleep(PAUSE_MS)
        }
      })()
      return Promise.resolve(async () => {
        done.abort()
        await posts
      })
    },
  }
}

async function post(url: string, authorization: string): Promise<void> {
  const headers = { authorization, 'content-type': ENVELOPE_TYPE }
  const body = `{"events": [${randomBytes(2000).toString('base64')}`
  const answer = await fetch(url, { method: 'POST', headers, body })
  await answer.body?.cancel()
  if (answer.ok) throw new Error(`what nobody can read was answered ${String(answer.status)}`)
}

function halfRequest(host: string, port: number): Socket {
  const socket = connect({ host, port })
  // The server may end it at any time.
  socket.on('error', () => socket.destroy())
  socket.write('POST /service/notifications HTTP/1.1\r\nHost: bellbuoy\r\nContent-Le')
  return socket
}
