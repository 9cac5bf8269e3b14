import { fitsHeader, headerBytes } from '../../domain/header-value.ts'
import type { TargetOptions } from '../../domain/options.ts'

/** What is wrong with the option that a kind logs in with by `Authorization: Bearer`, or null. */
export function tokenFault(options: TargetOptions, name: string): string | null {
  const token = options[name]
  if (typeof token !== 'string' || token === '') return `${name} is missing`
  return fitsHeader(token) ? null : `${name} holds a character that a header cannot carry`
}

/** The header of a token, in bytes. */
export function bearerAuthorization(token: string): string {
  return headerBytes(`Bearer ${token}`)
}
