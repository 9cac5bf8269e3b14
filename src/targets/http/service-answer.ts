import type { Failure, ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { ReadAnswer } from './http-sender.ts'
import { jsonObjectIn } from './json-object.ts'
import { type Refusal, isForGood } from './refusal.ts'

/** How a service answers, as its maker documents it. */
export interface ServiceAnswers {
  /** Its name in messages: `Slack`. */
  readonly name: string
  /**
   * The refusal that a 2xx answer carries in its body, or null. Only for services whose maker documents such answers, and only for the
   * documented shape: any other 2xx is a success, whatever its body says.
   */
  readonly refusalIn?: (response: ReceivedResponse) => Refusal | null
  /** Whether an answer with a status that refuses for good passes all the same, as a limit that is documented with 403. */
  readonly passes?: (response: ReceivedResponse) => boolean
  /** The wait that an answer asks for otherwise than by `Retry-After`, in ms, or null. */
  readonly waitOf?: (response: ReceivedResponse, nowMs: number) => number | null
}

/** Reads a service's answers: a refusal is permanent, except for those that pass. */
export function serviceAnswer(
  { name, refusalIn, passes, waitOf }: ServiceAnswers,
  now: () => number,
): ReadAnswer {
  return ({ response }, failure) => {
    if (response === null) return failure
    const { status, body } = response
    if (failure === null) {
      const refusal = refusalIn?.(response) ?? null
      return refusal === null ? null : answered(name, status, body, refusal)
    }
    if (status < 400) return failure
    const retryAfterMs = failure.retryAfterMs ?? waitOf?.(response, now()) ?? null
    const permanent = isForGood(status) && passes?.(response) !== true
    return answered(name, status, body, { permanent, retryAfterMs })
  }
}

const MAX_REASON = 120

function answered(name: string, status: number, body: string, refusal: Refusal): Failure {
  const [first = ''] = compact(body).split(/[\r\n]/, 1)
  const reason = first === '' ? '' : `: ${first.slice(0, MAX_REASON)}`
  return { code: 'status', text: `${name} answered ${status}${reason}`, ...refusal }
}

/** JSON in one line, so that its first line says something. */
function compact(body: string): string {
  const answer = jsonObjectIn(body)
  return answer === null ? body.trim() : JSON.stringify(answer)
}
