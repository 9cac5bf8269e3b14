import type { Failure } from '../../domain/delivery/attempt.ts'
import { connectionFault } from '../../net/connection-fault.ts'
import { BlockedAddressError } from '../../net/guarded-lookup.ts'
import { type Broker, BrokerRefusal } from './broker.ts'

/** No acknowledgement came in time. */
export class BrokerDeadlineError extends Error {
  constructor(name: string, timeoutMs: number) {
    super(`${name} did not acknowledge the message within ${timeoutMs} ms`)
    this.name = 'BrokerDeadlineError'
  }
}

/** Why a message was not published. */
export function brokerFailure(
  error: unknown,
  { name, addresses }: Pick<Broker, 'name' | 'addresses'>,
): Failure {
  const failure = { permanent: false, retryAfterMs: null }
  if (error instanceof BrokerRefusal)
    return { ...failure, code: error.code, text: error.message, permanent: error.permanent }
  if (error instanceof BlockedAddressError)
    return { ...failure, code: 'blocked_address', text: error.message, permanent: true }
  if (error instanceof BrokerDeadlineError) return { ...failure, code: 'timeout', text: error.message }
  const fault = causesOf(error)
    .map((cause) => connectionFault(cause, addresses.plain[0]))
    .find((one) => one !== null)
  if (fault !== undefined) return { ...failure, ...fault }
  const [{ message } = { message: '' }] = causesOf(error)
  return { ...failure, code: 'closed', text: `the connection to ${name} broke: ${message}` }
}

/** An error and its causes: client libraries wrap those of Node. */
export function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = []
  for (let cause = error; cause instanceof Error && !causes.includes(cause); cause = cause.cause)
    causes.push(cause)
  return causes
}
