import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BellbuoyError } from '../domain/errors.ts'

/** Where go-openapi decides: what it cannot read is 422 there. */
const HARBOR_API = '/api/v2.0/'
/** The paths that take a form. */
const FORMS = ['/c/login', '/c/oidc/onboard']

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
    try {
      done(null, JSON.parse(body as string))
    } catch (error) {
      const code = request.url.startsWith(HARBOR_API) ? 'UNPROCESSABLE_ENTITY' : 'BAD_REQUEST'
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

function unsupported(request: FastifyRequest): BellbuoyError {
  const code = request.url.startsWith(HARBOR_API) ? 'UNPROCESSABLE_ENTITY' : 'UNSUPPORTED_MEDIA_TYPE'
  const given = JSON.stringify(request.headers['content-type'] ?? '')
  return new BellbuoyError(code, `unsupported media type ${given}, only [application/json] are allowed`)
}
