import { momentIn, spanText } from './spans.ts'
import { CommandFault, EXIT } from './exit-codes.ts'

/** A time of the API in whole seconds, in UTC: `2026-11-30 10:28:01Z`. Empty for none. */
export function whole(time: string | undefined): string {
  if (time === undefined || time === '') return ''
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? time : `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`
}

/**
 * The time of RFC 3339 that an option names.
 *
 * @param given a span before now (`2h`), or a time; undefined where the option is left out
 * @throws CommandFault for anything else
 */
export function givenTime<Given extends string | undefined>(
  option: string,
  given: Given,
  nowMs: number,
): string | (Given & undefined) {
  if (given === undefined) return undefined as Given & undefined
  const moment = momentIn(given, nowMs)
  if (moment !== null) return moment.toISOString()
  throw new CommandFault(
    EXIT.usage,
    `${option} takes a duration such as 30m, 2h or 7d, or a time such as 2026-11-30T12:00:00Z, not ${JSON.stringify(given)}`,
  )
}

/** How long ago a time of the API was: `10 min`. */
export function ago(time: string): string {
  return spanText(Date.now() - Date.parse(time))
}
