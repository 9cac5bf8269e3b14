import type { FailureCode, Outcome } from '../delivery/attempt.ts'
import type { ProblemCause } from './problem.ts'

const BY_CODE: Readonly<Record<Exclude<FailureCode, 'status'>, ProblemCause>> = {
  refused: 'rejected',
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  timeout: 'timeout',
  closed: 'no_http',
  protocol: 'no_http',
  blocked_address: 'blocked_address',
  invalid_address: 'invalid_address',
  login: 'unauthorized',
  over_budget: 'template',
  exhausted: 'internal',
  interrupted: 'internal',
  internal: 'internal',
}

/** Why a target fails, by the last attempt. */
export function targetCauseOf({ failure, response }: Pick<Outcome, 'failure' | 'response'>): ProblemCause {
  const code = failure?.code ?? 'internal'
  return code === 'status' ? causeOfStatus(response?.status ?? 0) : BY_CODE[code]
}

function causeOfStatus(status: number): ProblemCause {
  if (status === 401 || status === 403 || status === 407) return 'unauthorized'
  if (status === 404 || status === 410) return 'not_found'
  if (status === 429) return 'too_many_requests'
  return status >= 500 ? 'server_error' : 'rejected'
}
