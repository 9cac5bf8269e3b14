import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BellbuoyError, type ErrorCode } from '../../domain/errors.ts'
import { isDeeperThan } from '../../domain/json-value.ts'

/** Where go-openapi decides: what it cannot read is 422 there. */
const HARBOR_API = '/api/v2.0/'
/** The paths that take a form. */
const FORMS = ['/c/login', '/c/oidc/onboard']
const MAX_DEPTH = 100
const JSON_TYPE = /^[^;]*json\s*(?:;|$)/i

/** Whether a `Content-Type` says that a body is JSON. */
export function isJsonType(header: string | undefined): boolean {
  return header !== undefined && JSON_TYPE.test(header)
}

/**
 * Parses a body that is JSON; undefined when it is empty.
 *
 * @param url of the call: the path decides about the code of the error
 * @throws BellbuoyError `UNPROCESSABLE_ENTITY` in Harbor's API, elsewhere `BAD_REQUEST`
 */
export function parseJson(text: string, url: string): unknown {
  if (text === '') return undefined
  const code = url.startsWith(HARBOR_API) ? 'UNPROCESSABLE_ENTITY' : 'BAD_REQUEST'
  const value = parsed(text, code)
  // What walks through a body later must not run out of stack.
  if (isDeeperThan(value, MAX_DEPTH))
    throw new BellbuoyError(code, `the body is nested more than ${MAX_DEPTH} levels deep`)
  return value
}

function parsed(text: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BellbuoyError(code, `the body is not JSON: ${(error as Error).message}`)
  }
}

/**
 * Reads bodies: the forms of the log-in, else JSON of any media type that ends in `json`. An empty body is no body, whatever its type says, since clients
 * send `Content-Type: application/json` with GET and DELETE too. Whether a route takes the media type is its own affair.
 */
export function parseBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, (request, body, done) => {
    try {
      done(null, parseJson(body as string, request.url))
    } catch (error) {
      done(error as Error)
    }
  })
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body, done) => {
      if (FORMS.includes(request.url.split('?', 1)[0] ?? ''))
        done(null, Object.fromEntries(new URLSearchParams(body as string)))
      else done(unsupported(request))
    },
  )
  server.addContentTypeParser('*', (request, _body, done) => done(unsupported(request)))
}

/** Adds routes whose handlers get their bodies as streams. */
export function streamBodies(server: FastifyInstance, addRoutes: (scope: FastifyInstance) => void): void {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload))
    addRoutes(scope)
    done()
  })
}

function unsupported(request: FastifyRequest): BellbuoyError {
  const code = request.url.startsWith(HARBOR_API) ? 'UNPROCESSABLE_ENTITY' : 'UNSUPPORTED_MEDIA_TYPE'
  const given = JSON.stringify(request.headers['content-type'] ?? '')
  return new BellbuoyError(code, `unsupported media type ${given}, only [application/json] are allowed`)
}
