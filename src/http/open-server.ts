import { type RequestListener, type Server, type ServerOptions, createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { SecureContextOptions } from 'node:tls'

/** The server below a router: of HTTPS with a certificate, else of HTTP. It does not listen yet. */
export function openServer(
  certificate: SecureContextOptions | null,
  options: ServerOptions,
  listener: RequestListener,
): Server {
  return certificate === null
    ? createHttp(options, listener)
    : createHttps({ ...options, ...certificate }, listener)
}
