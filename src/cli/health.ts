import { type IncomingMessage, get as getByHttp } from 'node:http'
import { get as getByHttps } from 'node:https'
import { isIP } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Config, readConfig } from '../config.ts'
import { endWithFault } from './end-with-fault.ts'

const TIMEOUT_MS = 5000
/** Of a server, and of a worker. */
const PATHS = ['/api/v2.0/health', '/health']

/** Asks the process with these settings how it is; the exit code is 0 when it is healthy. */
export async function health({ config: file }: { readonly config?: string }): Promise<void> {
  try {
    const config = readConfig(file === undefined ? {} : { file })
    const answer = await healthOf(config)
    console.log(answer)
    if ((JSON.parse(answer) as { readonly status?: unknown }).status !== 'healthy') process.exitCode = 1
  } catch (error) {
    endWithFault('bellbuoy is not healthy', error)
  }
}

async function healthOf(config: Config): Promise<string> {
  for (const path of PATHS) {
    const response = await answerTo(path, config)
    const body = await text(response)
    if (response.statusCode !== 404) return body
  }
  throw new Error(`another program answers on port ${config.port}`)
}

/** By loopback, unless it listens on one address alone. Its certificate names the address of others, so the name is not checked. */
function answerTo(path: string, { host, port, tls }: Config): Promise<IncomingMessage> {
  const isUnspecified = host === '0.0.0.0' || host === '::'
  const address = isUnspecified ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request =
    tls === null
      ? getByHttp(`http://${address}:${port}${path}`, { signal }, resolve)
      : getByHttps(`https://${address}:${port}${path}`, { signal, rejectUnauthorized: false }, resolve)
  request.once('error', reject)
  return promise
}
