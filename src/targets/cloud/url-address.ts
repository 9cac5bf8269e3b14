import type { AddressReading } from '../../domain/delivery/target-kind.ts'
import { httpAddressFault, httpUrlOf } from '../../domain/http-address.ts'

/**
 * Reads an address that is the URL of a queue or topic.
 *
 * @param path of the URL; it has neither query nor user
 * @param fault of an address that is none
 */
export function readUrl(given: string, path: RegExp, fault: string): AddressReading {
  const address = given.trim()
  if (!/^https?:/i.test(address) || httpAddressFault(address) !== null) return { fault }
  const { pathname, search, hash, username, password } = httpUrlOf(address)
  const isPlain = [search, hash, username, password].every((part) => part === '')
  return isPlain && path.test(pathname) ? { address, authHeader: null } : { fault }
}
