import { messageOf } from '../domain/errors.ts'

export interface ThreadFault {
  readonly message: string
  /** SQLite's extended result code; 0 when the fault is not SQLite's. */
  readonly resultCode: number
}

/** A thrown fault in a form that crosses between threads; `errcode` is what `node:sqlite` puts on its errors. */
export function faultOf(error: unknown): ThreadFault {
  const message = messageOf(error)
  const resultCode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  return { message, resultCode }
}
