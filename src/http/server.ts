import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { isIP } from 'node:net'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { Caller } from '../domain/people/caller.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { Revisions } from '../domain/revision.ts'
import type { Log } from '../log.ts'
import { type Access, NOBODY } from './access.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { Authorization, ProjectName } from './authorization.ts'
import { AdmittedBodies } from './body-admission.ts'
import { parseBodies, streamBodies } from './body-parsing.ts'
import { serveConsole } from './console.ts'
import { CSRF_HEADER, assertNoForgery, csrfToken } from './csrf.ts'
import { type Failed, failureAnswer } from './errors.ts'
import { handleGuarded } from './revision-guard.ts'
import type { Answer, Call, Route } from './route.ts'
import { requestReadersOf } from './validation.ts'

const MAX_BODY_BYTES = 1024 * 1024
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']

export interface ServerParts {
  readonly routes: readonly Route[]
  readonly access: Access
  readonly authorization: Authorization
  readonly auditTrail: AuditTrail
  readonly revisions: Revisions
  /** Networks of proxies whose `X-Forwarded-…` headers say who calls, by which host and protocol. */
  readonly trustedProxies: readonly string[]
  /** Where the console was built. */
  readonly consoleFolder: string
  readonly log: Log
}

/** The HTTP server over a route table; it does not listen yet. */
export function createServer(parts: ServerParts): FastifyInstance {
  const { routes, trustedProxies, log } = parts
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    // A client that sends slower than this is not worth a connection.
    requestTimeout: 30_000,
    exposeHeadRoutes: false,
    // While the server closes, what has arrived is still answered as ever.
    return503OnClosing: false,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    // The Terraform provider asks for `/quotas/`.
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: true },
  })
  parseBodies(server)
  hangUpWhenClosing(server)
  const admitted = new AdmittedBodies()
  server.setErrorHandler((error, request, reply) => {
    const { status, message } = fail(error, request, reply, log)
    admitted.refused(request, { status, message })
  })
  const pages = serveConsole(server, parts.consoleFolder)
  server.setNotFoundHandler((request, reply) => {
    if (pages.answerPage(request, reply)) return
    const error = new BellbuoyError('NOT_FOUND', `there is nothing at ${request.url.split('?')[0]}`)
    fail(error, request, reply, log)
  })
  for (const line of routes) {
    const handle = handlerOf(line, parts)
    const options = { method: line.method, url: line.path, handler: handle }
    if (line.isStreamed === true) streamBodies(server, (scope) => scope.route(options))
    else {
      const hooks = line.admission && admitted.hooksFor(line.admission, addressOf)
      server.route({ ...options, ...hooks, bodyLimit: line.maxBodyBytes ?? MAX_BODY_BYTES })
    }
  }
  for (const [path, lines] of Map.groupBy(routes, ({ path }) => path)) refuseOtherMethods(server, path, lines)
  return server
}

/** Once the server closes, each answer is the last on its connection: one kept alive would hold up the end for a minute. */
function hangUpWhenClosing(server: FastifyInstance): void {
  let closing = false
  server.addHook('preClose', (done) => {
    closing = true
    done()
  })
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close')
    done()
  })
}

function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID()
}

function handlerOf(
  line: Route,
  { access, authorization, auditTrail, revisions }: ServerParts,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  const { params: readParams, querystring: readQuery, body: readBody } = requestReadersOf(line)
  const isAudited = auditTrail.covers(line)
  const record = async (call: Call, status: number): Promise<void> => {
    if (isAudited && call.caller !== null)
      await auditTrail.record(line, { ...call, caller: call.caller }, status)
  }
  return async (request, reply) => {
    const { headers, url } = request
    const address = addressOf(request)
    const identify = () => (line.needs === 'source-token' ? NOBODY : access.identify(headers, address))
    const admit = (who: Caller | null) => authorization.admit(who, line.needs, projectNameOf(request))
    const { caller, sessionId } = await identify()
    if (sessionId !== null) {
      void reply.header(CSRF_HEADER, csrfToken(sessionId))
      // Open to everyone means that nothing is changed in the caller's name.
      if (line.needs !== 'nothing') assertNoForgery(line.method, sessionId, headers[CSRF_HEADER])
    }
    // Who may not call learns that, and nothing about what they sent.
    const project = await admit(caller)
    const call = {
      params: readParams?.(request.params),
      query: readQuery?.(request.query),
      body: readBody ? readBody(request.body) : request.body,
      headers,
      url,
      requestId: request.id,
      address,
      host: request.host,
      isSecure: request.protocol === 'https',
      caller,
      project,
      authorize: (permission, project) => authorization.authorize(caller, permission, project),
      readmit: async () => {
        await admit((await identify()).caller)
      },
    } as Call
    const answer = await handleGuarded(line, call, revisions).catch(async (error: unknown) => {
      await record(call, failureAnswer(error, request).status)
      throw error
    })
    await record(call, answer.status)
    send(reply, request.id, answer)
    // Fastify would end the answer before a stream begins.
    return answer.body instanceof Readable ? reply : undefined
  }
}

/** The address of the caller. A trusted proxy may pass on what is none; then it is the proxy's own. */
function addressOf({ ip, socket }: FastifyRequest): string {
  return isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip
}

function projectNameOf({ params, headers }: FastifyRequest): ProjectName | null {
  const { project_name_or_id: nameOrId } = params as { readonly project_name_or_id?: string }
  return nameOrId === undefined ? null : { nameOrId, isName: headers['x-is-resource-name'] === 'true' }
}

/** Answers without a serialiser: bodies are put together in their order and end with a newline, as Harbor's do. */
function send(reply: FastifyReply, id: string, { status, headers, body }: Answer): void {
  reply.code(status).header('x-request-id', id)
  for (const [name, value] of Object.entries(headers ?? {})) reply.header(name, value)
  if (body === undefined) void reply.send()
  else if (body instanceof Readable) void reply.send(body)
  else if (typeof body === 'string')
    void reply.type(headers?.['content-type']?.toString() ?? 'text/plain; charset=utf-8').send(body)
  else void reply.type('application/json; charset=utf-8').send(`${JSON.stringify(body)}\n`)
}

function fail(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): Failed {
  const failed = failureAnswer(error, request)
  const { status, headers, body, isOurs } = failed
  if (isOurs) log.requestFailed({ requestId: request.id, method: request.method, url: request.url }, error)
  send(reply, request.id, { status, headers: { ...headers, ...challenge(status, request) }, body })
  return failed
}

/**
 * Without the challenge curl would not know that Basic is wanted. A page asks for the password in a form of its own; its
 * `EventSource` can say who it is by what it takes alone.
 */
function challenge(status: number, { headers }: FastifyRequest): Record<string, string> {
  const isPage = headers['x-requested-with'] === 'XMLHttpRequest' || headers.accept === 'text/event-stream'
  if (status !== 401 || isPage) return {}
  return { 'www-authenticate': 'Basic realm="bellbuoy"' }
}

function refuseOtherMethods(server: FastifyInstance, path: string, lines: readonly Route[]): void {
  const known: readonly string[] = lines.map(({ method }) => method)
  const others = METHODS.filter((method) => !known.includes(method))
  server.route({
    method: others,
    url: path,
    handler: (request, reply) => {
      void reply.header('allow', known.join(', '))
      throw new BellbuoyError(
        'METHOD_NOT_ALLOWED',
        `method ${request.method} is not allowed, but [${known.join(',')}] are`,
      )
    },
  })
}
