import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { ServedCertificate } from '../../net/served-certificate.ts'
import { isLoopbackHost } from '../../net/loopback-host.ts'
import { checkSender } from '../webhook/check-sender.ts'
import { type Answer, refusal, send } from './answer.ts'
import type { WhenGone } from './await-results.ts'
import { metricsText } from './metrics.ts'
import { type WebhookParts, answerWebhook } from './webhook-handler.ts'

const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 60_000
/** Longer than Bellbuoy keeps its connections, so that none is closed as a webhook is sent on it. */
const KEEP_ALIVE_MS = 75_000
const CLOSE_EVERY_MS = 50

export interface ServerParts extends WebhookParts {
  readonly host: string
  /** Null: it speaks HTTP. */
  readonly certificate: ServedCertificate | null
  readonly port: number
  /** The one that webhooks are posted to; null for any. */
  readonly path: string | null
}

export interface ListenServer {
  readonly url: string
  /** Accepts nothing more; resolves when every request under way has its answer. */
  readonly close: () => Promise<void>
}

/** Takes webhooks in. Rejects when the address cannot be used. */
export async function openListenServer(parts: ServerParts): Promise<ListenServer> {
  const server = openServer(parts.certificate)
  server.on('request', (request, response) => void answerRequest(request, response, parts))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(parts.port, parts.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = parts.host.includes(':') ? `[${parts.host}]` : parts.host
  const scheme = parts.certificate === null ? 'http' : 'https'
  return { url: `${scheme}://${host}:${port}`, close: () => closed(server) }
}

function openServer(certificate: ServedCertificate | null): Server {
  const limits = {
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  }
  if (certificate === null) return createServer(limits)
  const server = createHttpsServer({ ...limits, ...certificate.options })
  certificate.keepCurrent(server)
  return server
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): Promise<void> {
  try {
    const answer = await answerTo(request, (hear) => response.once('close', hear), parts)
    report(request, answer, parts)
    send(request, response, answer)
  } catch (error) {
    if (request.destroyed && !request.complete) return
    parts.log.failed({ doing: 'answering a webhook' }, error)
    send(request, response, refusal(500, 'the listener failed; its log says how'))
  }
}

async function answerTo(request: IncomingMessage, whenGone: WhenGone, parts: ServerParts): Promise<Answer> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (path === '/health') return health(request)
  if (path === '/metrics') return metrics(request, parts)
  if (parts.path !== null && path !== parts.path)
    return refusal(404, `webhooks are posted to the path ${parts.path}`)
  return answerWebhook(request, whenGone, parts)
}

function health({ method }: IncomingMessage): Answer {
  return isRead(method) ? { status: 200, body: { status: 'healthy' } } : ONLY_READ
}

/** For this machine, and for those who know the listener's secret. */
async function metrics(
  request: IncomingMessage,
  { sender, clock, counts, store }: ServerParts,
): Promise<Answer> {
  if (!isRead(request.method)) return ONLY_READ
  const known = sender()
  const { headers } = request
  const isKnown =
    known.authorizations.length > 0 &&
    checkSender({ ...known, keys: [] }, { headers, body: Buffer.alloc(0), nowMs: clock.now() }) === null
  if (!isKnown && !isOfThisMachine(request))
    return refusal(401, 'metrics are for this machine, or for the Authorization of the listener')
  return { status: 200, body: metricsText(counts, await store.submit('waiting', null)) }
}

const ONLY_READ = refusal(405, 'only GET is possible here', { allow: 'GET, HEAD' })

function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD'
}

function report(request: IncomingMessage, { status, body }: Answer, { log, counts }: ServerParts): void {
  if (request.method === 'POST') counts.answered(status)
  if (status < 400 || typeof body !== 'object' || body === null || !('error' in body)) return
  log.webhookRefused({ status, reason: String(body.error), address: addressOf(request) })
}

/** What a proxy on this machine hands on comes from anywhere. */
function isOfThisMachine(request: IncomingMessage): boolean {
  const { headers } = request
  const isHandedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return !isHandedOn && isLoopbackHost(addressOf(request))
}

/** An IPv4 address as such, also where the socket takes both kinds. */
function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // One that is busy now is idle as soon as it has its answer.
    const timer = setInterval(() => server.closeIdleConnections(), CLOSE_EVERY_MS)
    server.close(() => {
      clearInterval(timer)
      resolve()
    })
  })
}
