import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BellbuoyError } from '../../domain/errors.ts'
import { isDeeperThan } from '../../domain/json-value.ts'

/** Where go-openapi decides: what it cannot read is 422 there. */
const HARBOR_API = '/api/v2.0/'
/** The paths that take a form. */
const FORMS = ['/c/login', '/c/oidc/onboard']
const MAX_DEPTH = 100

/**
 * Reads bodies: the forms of the log-in, else JSON of any media type that ends in `json`. An empty body is no body, whatever its type says, since clients
 * send `Content-Type: application/json` with GET and DELETE too. Whether a route takes the media type is its own affair.
 */
export function parseBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(/^[^;]*json\s*(?:;|$)/i, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      done(null, undefined)
      return
    }
    const code = request.url.startsWith(HARBOR_API) ? 'UNPROCESSABLE_ENTITY' : 'BAD_REQUEST'
    try {
      const value: unknown = JSON.parse(body as string)
      // What walks through a body later must not run out of stack.
      if (isDeeperThan(value, MAX_DEPTH))
        done(new BellbuoyError(code, `the body is nested more than ${MAX_DEPTH} levels deep`))
      else done(null, value)
    } catch (error) {
      done(new BellbuoyError(code, `the body is not JSON: ${(error as Error).message}`))
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
