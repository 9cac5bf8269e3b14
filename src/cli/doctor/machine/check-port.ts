import { connect } from 'node:net'
import type { Config } from '../../../config.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'

const TIMEOUT_MS = 5000

/** Who has the port of the server: the server, somebody else, or nobody. */
export async function checkPort({
  host,
  port,
  tls,
}: Pick<Config, 'host' | 'port' | 'tls'>): Promise<Finding> {
  const about = `port ${port}`
  const address = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  if (!(await isTaken(address, port)))
    return warn(
      about,
      'nothing listens on this port: the server is not running',
      'Start it with bellbuoy serve.',
    )
  // A certificate names the address of others, so only the port is looked at.
  if (tls !== null) return ok(about, 'a program listens on this port')
  return (await isBellbuoy(address, port))
    ? ok(about, 'Bellbuoy answers on this port')
    : bad(
        about,
        'another program uses this port',
        'Stop that program (ss -ltnp names it), or set another PORT.',
      )
}

function isTaken(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host, port, timeout: TIMEOUT_MS })
  const answer = (isThere: boolean) => () => {
    socket.destroy()
    resolve(isThere)
  }
  socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false))
  return promise
}

async function isBellbuoy(host: string, port: number): Promise<boolean> {
  const name = host.includes(':') ? `[${host}]` : host
  try {
    const answer = await fetch(`http://${name}:${port}/api/v2.0/ping`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'manual',
    })
    return (await answer.text()) === 'Pong'
  } catch {
    return false
  }
}
