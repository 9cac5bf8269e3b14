import type { Outcome, ReceivedResponse } from '../../domain/delivery/attempt.ts'

/** The request, the response and the failure of an attempt, as far as there are any. */
export function outcomeBody({
  request,
  response,
  failure,
}: Pick<Outcome, 'request' | 'response' | 'failure'>) {
  return {
    ...(request !== null && { request: { ...request, headers: { ...request.headers } } }),
    ...(response !== null && { response: responseBody(response) }),
    ...(failure !== null && { failure: { code: failure.code, text: failure.text } }),
  }
}

function responseBody({ headers, recipients, ...response }: ReceivedResponse) {
  const fates = recipients === undefined ? {} : { recipients: [...recipients] }
  return { ...response, headers: { ...headers }, ...fates }
}
