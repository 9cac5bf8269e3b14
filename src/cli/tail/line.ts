import { widthOf } from '../terminal-width.ts'
import type { DeliveryResponse, EventResponse } from '../../contract/history/history.ts'
import { plainLine } from '../plain-text.ts'
import { type Tone, coloured } from '../remote/colour.ts'
import { whole } from '../remote/times.ts'
import type { News } from './feed.ts'

/** Where no terminal says how wide it is. */
const WIDTH = 400

/** One line about an event or a delivery, as wide as the terminal at the most. */
export function newsLine(news: News): string {
  const [text, tone]: [string, Tone] =
    'event' in news ? [eventText(news.event), null] : [deliveryText(news.delivery), toneOf(news.delivery)]
  return coloured(plainLine(text, widthOf(process.stdout, WIDTH)), tone)
}

function eventText({ accepted_at: at, type, repository, tag, operator = '' }: EventResponse): string {
  const by = operator === '' ? '' : `by ${operator}`
  return [shortTime(at), type, reference(repository, tag), by].filter((part) => part !== '').join(' ')
}

/** What became of it comes before what it is about, which may be long. */
function deliveryText(delivery: DeliveryResponse): string {
  const { repository, tag, state, ended_at: ended, updated_at: updated } = delivery
  const { policy_name: policy, target_address: address } = delivery
  const parts = [stateText(state), policy, outcome(delivery), reference(repository, tag), '→', address]
  return `${shortTime(ended ?? updated)}   ${parts.filter((part) => part !== '').join(' ')}`
}

function outcome({
  last_attempt: last,
  attempts,
  state,
  due_at: due,
  reason = '',
}: DeliveryResponse): string {
  if (last === undefined || state === 'stopped') return reason === '' ? '' : `(${reason})`
  const answer = last.status === undefined ? (last.failure ?? '') : String(last.status)
  const which = attempts > 1 ? `, attempt ${attempts}` : ''
  const next = state === 'pending' && due !== undefined ? `, again at ${whole(due).slice(11)}` : ''
  return `(${answer} in ${last.duration_ms} ms${which}${next})`
}

/** A delivery that waits is shown after an attempt that failed. */
function stateText(state: DeliveryResponse['state']): string {
  return state === 'pending' ? 'retry' : state
}

function toneOf({ state }: DeliveryResponse): Tone {
  if (state === 'success') return 'good'
  return state === 'stopped' ? 'quiet' : 'bad'
}

function reference(repository: string, tag: string | undefined): string {
  return tag === undefined ? repository : `${repository}:${tag}`
}

/** `11-30 12:03:04Z` */
function shortTime(time: string): string {
  return whole(time).slice(5)
}
