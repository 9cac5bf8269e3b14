import { Readable } from 'node:stream'
import type { SecureContextOptions } from 'node:tls'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { BellbuoyError } from '../domain/errors.ts'
import type { Revisions } from '../domain/revision.ts'
import type { Log } from '../log.ts'
import type { Access } from './callers/access.ts'
import { ANSWER_HEADERS, jsonTypeOf } from './answer-headers.ts'
import { AdmittedCallers } from './callers/admitted-callers.ts'
import type { AuditTrail } from './audit-trail.ts'
import { changesBetween } from './audited-changes.ts'
import type { Subject } from './audited-resource.ts'
import type { Authorization } from './callers/authorization.ts'
import { AdmittedBodies } from './bodies/body-admission.ts'
import { collectBodies, parseBodies, streamBodies } from './bodies/body-parsing.ts'
import { serveConsole } from './console/console.ts'
import { directCalls } from './direct-calls.ts'
import { addressOf } from './callers/caller-origin.ts'
import { type Failed, failureAnswer, requestFailure } from './errors.ts'
import { answerMalformed } from './malformed-requests.ts'
import { openServer } from './open-server.ts'
import { readTwinOf } from './read-twin.ts'
import { requestIdOf } from './request-id.ts'
import { handleGuarded } from './revision-guard.ts'
import type { Answer, Call, Route } from './route.ts'
import { requestReadersOf } from './validation.ts'

const MAX_BODY_BYTES = 1024 * 1024
const KEEP_ALIVE_MS = 72_000
/** A client that sends slower than this is not worth a connection. */
const REQUEST_TIMEOUT_MS = 30_000
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']

export interface ServerParts {
  readonly routes: readonly Route[]
  readonly access: Access
  readonly authorization: Authorization
  readonly auditTrail: AuditTrail
  readonly revisions: Revisions
  /** Networks of proxies whose `X-Forwarded-…` headers say who calls, by which host and protocol. */
  readonly trustedProxies: readonly string[]
  /** What it shows to clients; null: it speaks HTTP. */
  readonly certificate: SecureContextOptions | null
  /** Where the console was built. */
  readonly consoleFolder: string
  readonly log: Log
}

/** The HTTP server over a route table; it does not listen yet. */
export function createServer(parts: ServerParts): FastifyInstance {
  const { routes, trustedProxies, log } = parts
  const closing = { hasBegun: false }
  const answerDirectly = directCalls({ routes, isClosing: () => closing.hasBegun, log })
  const server = fastify({
    serverFactory: (toRouter) =>
      openServer(
        parts.certificate,
        { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_TIMEOUT_MS },
        answerDirectly(toRouter),
      ),
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    exposeHeadRoutes: false,
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, request, reply) => void fail(error, request, reply, log),
    // While the server closes, what has arrived is still answered as ever.
    return503OnClosing: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    // The Terraform provider asks for `/quotas/`.
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: true },
  })
  parseBodies(server)
  hangUpWhenClosing(server, closing)
  const callers = new AdmittedCallers(parts)
  const bodies = new AdmittedBodies()
  server.setErrorHandler((error, request, reply) => {
    const { status, message } = fail(error, request, reply, log)
    bodies.refused(request, { requestId: request.id, status, message })
  })
  const pages = serveConsole(server, parts.consoleFolder)
  // Before its body is read.
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.is404 && !isRead(request)) done(nothingAt(request))
    else done()
  })
  server.setNotFoundHandler((request, reply) => {
    if (!pages.answerPage(request, reply)) fail(nothingAt(request), request, reply, log)
  })
  for (const line of routes) {
    const handler = handlerOf(line, parts, callers)
    const options = { method: line.method, url: line.path, handler, onRequest: [callers.hookFor(line)] }
    if (line.isStreamed === true) streamBodies(server, (scope) => scope.route(options))
    else {
      const hooks = line.admission && bodies.hooksFor(line.admission, addressOf)
      const onRequest = [...options.onRequest, ...(hooks?.onRequest ?? [])]
      const { maxBodyBytes: bodyLimit = MAX_BODY_BYTES } = line
      if (bodyLimit <= MAX_BODY_BYTES) server.route({ ...options, ...hooks, onRequest, bodyLimit })
      else
        collectBodies(server, bodyLimit, (scope) =>
          scope.route({ ...options, ...hooks, onRequest, bodyLimit }),
        )
    }
  }
  for (const [path, lines] of Map.groupBy(routes, ({ path }) => path)) refuseOtherMethods(server, path, lines)
  return server
}

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD'

function nothingAt({ url }: FastifyRequest): BellbuoyError {
  return new BellbuoyError('NOT_FOUND', `there is nothing at ${url.split('?')[0]}`)
}

/** Once the server closes, each answer is the last on its connection: one kept alive would hold up the end for a minute. */
function hangUpWhenClosing(server: FastifyInstance, closing: { hasBegun: boolean }): void {
  server.addHook('preClose', (done) => {
    closing.hasBegun = true
    done()
  })
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing.hasBegun) void reply.header('connection', 'close')
    done()
  })
}

function handlerOf(
  line: Route,
  { auditTrail, revisions, routes }: ServerParts,
  admitted: AdmittedCallers,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  const { params: readParams, querystring: readQuery, body: readBody } = requestReadersOf(line)
  const read = readTwinOf(line, routes)
  const record = async (
    call: Call,
    subject: Subject | null,
    answer: Answer,
    before: unknown,
  ): Promise<void> => {
    if (call.caller === null) return
    const hasChanged = read !== null && before !== null && answer.status < 400
    const changes = hasChanged ? changesBetween(before, await read(call), call.body) : []
    await auditTrail.record(line, { ...call, caller: call.caller, subject, changes }, answer)
  }
  return async (request, reply) => {
    let subject: Subject | null = null
    const call = {
      params: readParams?.(request.params),
      query: readQuery?.(request.query),
      body: readBody ? readBody(request.body) : request.body,
      headers: request.headers,
      url: request.url,
      requestId: request.id,
      host: request.host,
      isSecure: request.protocol === 'https',
      ...admitted.of(request),
      concerns: (name, id) => {
        subject = { name, id: id ?? null }
      },
    } as Call
    const before = (await read?.(call)) ?? null
    const answer = await handleGuarded(line, call, revisions).catch(async (error: unknown) => {
      await record(call, subject, { status: failureAnswer(error, request).status }, null)
      throw error
    })
    await record(call, subject, answer, before)
    send(reply, request.id, answer)
    // Fastify would end the answer before a stream begins.
    return answer.body instanceof Readable ? reply : undefined
  }
}

const asItIs = (text: string): string => text

/** Answers without a schema: bodies are put together in their order and end with a newline, as Harbor's do. */
function send(reply: FastifyReply, id: string, { status, headers, body }: Answer): void {
  reply.code(status).header('x-request-id', id)
  for (const [name, value] of Object.entries(headers ?? {})) reply.header(name, value)
  reply.headers(ANSWER_HEADERS)
  if (body === undefined) void reply.send()
  else if (body instanceof Readable) void reply.send(body)
  else if (typeof body === 'string')
    void reply.type(headers?.['content-type']?.toString() ?? 'text/plain; charset=utf-8').send(body)
  else
    void reply
      .type(jsonTypeOf(status))
      // Without a serializer Fastify adds a charset to the type; bytes instead of a text cost a second write.
      .serializer(asItIs)
      .send(`${JSON.stringify(body)}\n`)
}

function fail(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): Failed {
  const failed = requestFailure(error, request, log)
  send(reply, request.id, failed)
  return failed
}

/** What is nothing of ours is refused before a body is read. */
function refuseOtherMethods(server: FastifyInstance, path: string, lines: readonly Route[]): void {
  const known: readonly string[] = lines.map(({ method }) => method)
  const others = METHODS.filter((method) => !known.includes(method))
  const refuse = (request: FastifyRequest, reply: FastifyReply): Promise<never> => {
    void reply.header('allow', known.join(', '))
    const message = `method ${request.method} is not allowed, but [${known.join(',')}] are`
    return Promise.reject(new BellbuoyError('METHOD_NOT_ALLOWED', message))
  }
  server.route({ method: others, url: path, onRequest: refuse, handler: refuse })
}
