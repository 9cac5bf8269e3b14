import type { Outcome } from '../../domain/delivery/attempt.ts'

/** The request, the response and the failure of an attempt, as far as there are any. */
export function outcomeBody({
  request,
  response,
  failure,
}: Pick<Outcome, 'request' | 'response' | 'failure'>) {
  return {
    ...(request !== null && { request: { line: request.line, headers: { ...request.headers } } }),
    ...(response !== null && { response: { ...response, headers: { ...response.headers } } }),
    ...(failure !== null && { failure: { code: failure.code, text: failure.text } }),
  }
}
