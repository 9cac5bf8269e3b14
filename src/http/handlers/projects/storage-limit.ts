import { badRequest } from '../../../domain/errors.ts'

/** The limit that a caller sets: bytes, or null for -1. @throws BellbuoyError `BAD_REQUEST` for 0, as Harbor does */
export function storageLimit(bytes: number): number | null {
  if (bytes === 0) throw badRequest('a storage limit of 0 lets nothing in: use -1 for no limit')
  return bytes < 0 ? null : bytes
}
