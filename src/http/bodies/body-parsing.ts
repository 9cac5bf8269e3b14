import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BellbuoyError, type ErrorCode, badRequest } from '../../domain/errors.ts'
import { hasMoreValues } from '../../domain/body/json-text.ts'
import { parseJson } from '../../domain/body/json-body.ts'
import { collectBody } from './collect-body.ts'

/** Where go-openapi decides: what it cannot read is 422 there. */
const HARBOR_API = '/api/v2.0/'
/** The paths that take a form. */
const FORMS = ['/c/login', '/c/oidc/onboard']
/** Of a call other than a notification: keys and entries of lists, at every depth. */
const MAX_VALUES = 10_000
const JSON_TYPE = /^[^;]*json\s*(?:;|$)/i

/** Whether a `Content-Type` says that a body is JSON. */
export function isJsonType(header: string | undefined): boolean {
  return header !== undefined && JSON_TYPE.test(header)
}

/** What a body that is no JSON is refused with: the path of its call decides. */
export function faultCodeAt(url: string): ErrorCode {
  return url.startsWith(HARBOR_API) ? 'UNPROCESSABLE_ENTITY' : 'BAD_REQUEST'
}

/**
 * Reads bodies: the forms of the log-in, else JSON of any media type that ends in `json`. An empty body is no body, whatever its type says, since clients
 * send `Content-Type: application/json` with GET and DELETE too. Whether a route takes the media type is its own affair.
 */
export function parseBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, (request, body, done) => {
    try {
      done(null, parseJson(fewValues(body as string), faultCodeAt(request.url)))
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

/**
 * To parse, check and compare more would hold up everything else.
 *
 * @throws BellbuoyError `BAD_REQUEST` for a body with more values than any call needs
 */
function fewValues(text: string): string {
  if (hasMoreValues(text, MAX_VALUES))
    throw badRequest(`the body has more than ${MAX_VALUES} values: send less in one call`)
  return text
}

/**
 * Adds routes whose handlers get bodies too large to be parsed at once as an `UnparsedBody`.
 *
 * @param maxBytes of a body
 */
export function collectBodies(
  server: FastifyInstance,
  maxBytes: number,
  addRoutes: (scope: FastifyInstance) => void,
): void {
  void server.register((scope, _options, done) => {
    scope.removeContentTypeParser(JSON_TYPE)
    scope.addContentTypeParser(JSON_TYPE, ({ headers, url }: FastifyRequest, payload: Readable) =>
      collectBody(payload, {
        maxBytes,
        declaredBytes: Number(headers['content-length'] ?? 0),
        faultCode: faultCodeAt(url),
      }),
    )
    addRoutes(scope)
    done()
  })
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
