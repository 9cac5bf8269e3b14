import { isIP } from 'node:net'

/** Whether only this machine can reach a host name or address. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
