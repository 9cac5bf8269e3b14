import { BellbuoyError } from '../../domain/errors.ts'
import { bytesText } from '../../domain/storage-quota.ts'

/** Refuses a body. @param maxBytes what the path takes */
export function bodyTooLarge(maxBytes: number): BellbuoyError {
  return new BellbuoyError(
    'PAYLOAD_TOO_LARGE',
    `the body is larger than ${bytesText(maxBytes)}, the limit of this path: send less at a time`,
  )
}
