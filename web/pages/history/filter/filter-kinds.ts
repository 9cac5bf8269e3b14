import { EVENT_OUTCOMES } from '../../../../src/contract/history/history-filter.ts'
import { eventTypeText } from '../../../parts/event-type-label.tsx'
import { ALL_EVENT_TYPES } from '../../../parts/event-types.ts'
import { STATES } from '../../../parts/state-mark.tsx'
import { shortTimeText } from '../../../parts/time/clock-text.ts'
import type { Text } from '../../../text/english.ts'
import { wordsFor } from '../../../text/words-for.ts'
import { PERIODS } from '../period.ts'
import type { FilterName, WrittenFilter } from './written-filter.ts'

/** A filter that a list has: what it is called, how it is edited, what its values read like. */
export interface FilterKind {
  readonly id: string
  /** Its names in the address. */
  readonly names: readonly FilterName[]
  readonly editor: 'choices' | 'choice' | 'text' | 'time' | 'webhook'
  readonly labelOf: (t: Text) => string
  readonly hintOf?: (t: Text) => string
  /** The values to choose from. */
  readonly values?: readonly string[]
  readonly wordOf?: (t: Text, value: string) => string
}

const text = (
  name: FilterName,
  labelOf: FilterKind['labelOf'],
  hintOf?: FilterKind['hintOf'],
): FilterKind => ({
  id: name,
  names: [name],
  editor: 'text',
  labelOf,
  ...(hintOf !== undefined && { hintOf }),
})

const TIME: FilterKind = {
  id: 'time',
  names: ['period', 'since', 'until'],
  editor: 'time',
  labelOf: (t) => t.lists.time,
}
const COMMON: readonly FilterKind[] = [
  TIME,
  {
    id: 'event_type',
    names: ['event_type'],
    editor: 'choice',
    labelOf: (t) => t.eventType,
    values: ALL_EVENT_TYPES,
    wordOf: (t, type) => eventTypeText(type, t),
  },
  text(
    'repository',
    (t) => t.history.repository,
    (t) => t.lists.repositoryHint,
  ),
  text(
    'tag',
    (t) => t.lists.tag,
    (t) => t.lists.tagHint,
  ),
  text(
    'operator',
    (t) => t.lists.actor,
    (t) => t.lists.actorHint,
  ),
  text(
    'source',
    (t) => t.history.source,
    (t) => t.lists.sourceHint,
  ),
]
const WORDS = text(
  'words',
  (t) => t.lists.words,
  (t) => t.lists.wordsHint,
)

export const EVENT_FILTER_KINDS: readonly FilterKind[] = [
  {
    id: 'outcome',
    names: ['outcome'],
    editor: 'choices',
    labelOf: (t) => t.history.outcome,
    values: EVENT_OUTCOMES,
    wordOf: (t, outcome) => wordsFor(t.lists.outcomes, outcome) ?? outcome,
  },
  ...COMMON,
  WORDS,
]

export const DELIVERY_FILTER_KINDS: readonly FilterKind[] = [
  {
    id: 'state',
    names: ['state'],
    editor: 'choices',
    labelOf: (t) => t.history.state,
    values: STATES,
    wordOf: (t, state) => wordsFor(t.states, state) ?? state,
  },
  text(
    'status',
    (t) => t.lists.status,
    (t) => t.lists.statusHint,
  ),
  ...COMMON,
  { id: 'policy_id', names: ['policy_id'], editor: 'webhook', labelOf: (t) => t.history.webhook },
  text(
    'target',
    (t) => t.lists.target,
    (t) => t.lists.targetHint,
  ),
  text('target_id', (t) => t.lists.targetNumber),
  WORDS,
]

/** The values of a filter as its chip shows them. */
export function chipOf(kind: FilterKind, filter: WrittenFilter, t: Text, language: string): string {
  if (kind.editor === 'time') return timeChip(filter, t, language)
  const [name] = kind.names
  const value = name === undefined ? undefined : filter[name]
  if (value === undefined) return ''
  return value
    .split(',')
    .map((one) => kind.wordOf?.(t, one) ?? one)
    .join(', ')
}

function timeChip({ period, since, until }: WrittenFilter, t: Text, language: string): string {
  if (since === undefined && until === undefined) {
    const known = PERIODS.find((one) => one === period)
    return known === undefined ? '' : t.periods[known]
  }
  const written = (at: string | undefined): string | undefined =>
    at === undefined || Number.isNaN(Date.parse(at)) ? at : shortTimeText(at, language)
  return t.lists.between(written(since), written(until))
}
