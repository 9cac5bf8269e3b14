import { messageOf } from '../../../domain/errors.ts'
import type { ThreadFault } from './thread-protocol.ts'

/** A thrown fault in a form that crosses between threads; `errcode` is what `node:sqlite` puts on its errors. */
export function faultOf(error: unknown): ThreadFault {
  const message = messageOf(error)
  const resultCode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  return { message, resultCode }
}
