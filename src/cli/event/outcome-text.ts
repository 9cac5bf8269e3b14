import type { EventResponse } from '../../contract/history/history.ts'
import type { Tone } from '../remote/colour.ts'

type Account = Pick<EventResponse, 'account' | 'withheld' | 'held_until' | 'merged_into'>

/** What became of an event, what needs a person first: `1 failed, 2 delivered`. */
export function outcomeText(event: Account): string {
  const { failed, expired, pending, delivered, stopped } = event.account
  const counts = Object.entries({ failed, expired, pending, delivered, stopped })
  const said = counts.filter(([, count]) => count > 0).map(([name, count]) => `${String(count)} ${name}`)
  return said.length > 0 ? said.join(', ') : unsentText(event)
}

/** The same in a word or two, for a list: the worst that became of it. */
export function shortOutcome(event: Account): string {
  const { failed, expired, pending, delivered } = event.account
  if (failed + expired > 0) return `${String(failed + expired)} failed`
  if (pending > 0) return `${String(pending)} pending`
  if (delivered > 0) return 'delivered'
  return event.account.stopped > 0 ? 'stopped' : unsentText(event)
}

function unsentText({ withheld, held_until, merged_into }: Account): string {
  if (merged_into !== undefined) return 'merged'
  if (withheld !== undefined) return 'withheld'
  return held_until === undefined ? 'not sent' : 'undecided'
}

export function outcomeTone({ account }: Account): Tone {
  if (account.failed + account.expired > 0) return 'bad'
  if (account.pending > 0) return null
  return account.delivered > 0 ? 'good' : 'quiet'
}
