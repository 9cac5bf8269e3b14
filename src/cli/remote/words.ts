import type { DeliveryResponse } from '../../contract/history/history.ts'
import type { Tone } from './colour.ts'

/** The newest lines of a list unless an option says otherwise. */
export const LINES = 20

/** A type of event in a list: `PUSH_ARTIFACT` is `push`, `SCANNING_COMPLETED` is `scanning completed`. */
export function typeText(type: string): string {
  return type
    .toLowerCase()
    .replace(/_artifact$/, '')
    .replaceAll('_', ' ')
}

/** What an event is about: `team/app:v1`, or the project where no repository is named. */
export function aboutText({
  repository,
  tag,
  project_name: project = '',
}: {
  readonly repository: string
  readonly tag?: string
  readonly project_name?: string
}): string {
  if (repository === '') return project
  return tag === undefined ? repository : `${repository}:${tag}`
}

type Ended = Pick<DeliveryResponse, 'state' | 'attempts' | 'redelivered_as'>

/** How a delivery stands, in a word or two. What failed and was sent again is no failure any more. */
export function stateText({ state, attempts, redelivered_as }: Ended): string {
  switch (state) {
    case 'pending':
      return attempts === 0 ? 'waits' : 'retries'
    case 'running':
      return 'running'
    case 'success':
      return 'delivered'
    case 'stopped':
      return 'stopped'
    case 'error':
      return redelivered_as === undefined ? 'failed' : 'sent again'
    case 'expired':
      return redelivered_as === undefined ? 'expired' : 'sent again'
  }
}

const TONES: Readonly<Record<string, Tone>> = {
  failed: 'bad',
  expired: 'bad',
  delivered: 'good',
  stopped: 'quiet',
  'sent again': 'quiet',
}

export function stateTone(delivery: Ended): Tone {
  return TONES[stateText(delivery)] ?? null
}

/** How the last attempt of a delivery ended: `503`, `timeout`; empty before the first. */
export function answerText({ last_attempt }: Pick<DeliveryResponse, 'last_attempt'>): string {
  if (last_attempt === undefined) return ''
  return last_attempt.status === undefined ? (last_attempt.failure ?? '') : String(last_attempt.status)
}
