import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { LoginOrigin } from '../../accounts/login-brake.ts'

/** Headers by which proxies say that they are some. */
const RELAYED = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/** Where a call comes from. */
export function originOf(request: FastifyRequest): LoginOrigin {
  const { headers, ips = [] } = request
  const isNamedByTrusted = ips.length > 1 && isIP(request.ip) !== 0
  const isRelayed = !isNamedByTrusted && RELAYED.some((name) => headers[name] !== undefined)
  return { address: addressOf(request), isRelayed }
}

/** The address of the caller. A trusted proxy may pass on what is none; then it is the proxy's own. */
export function addressOf({ ip, socket }: FastifyRequest): string {
  return isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip
}
