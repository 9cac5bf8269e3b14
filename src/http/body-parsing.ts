import type { FastifyInstance } from 'fastify'
import { BellbuoyError } from '../domain/errors.ts'

/**
 * Reads bodies: JSON of any media type that ends in `json`. An empty body is no body, whatever its type says, since
 * clients send `Content-Type: application/json` with GET and DELETE too. Whether a route takes the media type is its own
 * affair.
 */
export function parseBodies(
  server: FastifyInstance,
  codeOfMalformed: (url: string) => 'BAD_REQUEST' | 'UNPROCESSABLE_ENTITY',
): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(/^[^;]*json\s*(?:;|$)/i, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      done(null, undefined)
      return
    }
    try {
      done(null, JSON.parse(body as string))
    } catch (error) {
      done(
        new BellbuoyError(codeOfMalformed(request.url), `the body is not JSON: ${(error as Error).message}`),
      )
    }
  })
}
