import { Code, Group, Text } from '@mantine/core'
import { CircleCheck, CircleDot, CircleX, Clock, Diamond, type LucideIcon, Minus } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Text as Words } from '../../../text/english.ts'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import type { LastEvent } from './last-event.ts'
import type { EventOutcome } from './outcome-of.ts'

const QUIET = 'var(--mantine-color-dimmed)'

/** A no of the filter is no error, and never red. */
const MARKS: Readonly<Record<EventOutcome['kind'], readonly [LucideIcon, string]>> = {
  delivered: [CircleCheck, 'light-dark(#17693f, #72cf9a)'],
  recovered: [CircleDot, 'light-dark(#17693f, #72cf9a)'],
  failed: [CircleX, 'var(--mantine-color-error)'],
  retries: [Clock, 'light-dark(#8a4b00, #f0b35a)'],
  waits: [Clock, QUIET],
  running: [Clock, QUIET],
  stopped: [Minus, QUIET],
  unsent: [Diamond, QUIET],
  tooEarly: [Diamond, QUIET],
  noTarget: [Diamond, QUIET],
  merged: [Diamond, QUIET],
  undecided: [Clock, QUIET],
}

interface EventOutcomeWordsProps {
  readonly policy: PolicyResponse
  readonly row: LastEvent
}

/** What became of an event at a webhook; of one that was not sent, with the pattern that said no. */
export function EventOutcomeWords({ policy, row }: EventOutcomeWordsProps) {
  const t = useText()
  const [Icon, color] = MARKS[row.outcome.kind]
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Icon size={16} color={color} aria-hidden className="topmark" />
      <Text size="sm" component="div" className="path">
        {saysOf(row, policy, t)}
      </Text>
    </Group>
  )
}

function saysOf({ outcome, event, now }: LastEvent, policy: PolicyResponse, t: Words): ReactNode {
  const words = t.webhooks.last_events
  switch (outcome.kind) {
    case 'delivered':
      return words.deliveredTo(outcome.all)
    case 'failed':
      return withReason(words.failed(outcome.n, outcome.all), outcome.reason, t)
    case 'retries':
      return withReason(words.retries, outcome.reason, t)
    case 'stopped':
      return withReason(words.stopped, outcome.reason, t)
    case 'waits':
      return withReason(words.waits, outcome.reason, t)
    case 'unsent':
      return <Unsent verdict={outcome.verdict} event={event} now={now} policy={policy} />
    case 'running':
    case 'recovered':
    case 'tooEarly':
    case 'noTarget':
    case 'merged':
    case 'undecided':
      return words[outcome.kind]
  }
}

function withReason(says: string, reason: string | undefined, t: Words): string {
  return reason === undefined ? says : `${says}: ${t.server(reason)}`
}

/** What of an event the pattern is about. */
const ASKED = {
  'repository not matched': 'repository',
  'tag not matched': 'tag',
  'operator not matched': 'operator',
} as const
const SELECTIONS = { repository: 'repositories', tag: 'tags', operator: 'operators' } as const

interface UnsentProps extends Pick<LastEvent, 'event'> {
  readonly verdict: string
  readonly now: LastEvent['now']
  readonly policy: PolicyResponse
}

/** `Not sent: tag v2.0.0-rc.1 excluded by *-rc.*`, or what it matches none of. */
function Unsent({ verdict, event, now, policy: { filter = {} } }: UnsentProps) {
  const t = useText()
  const words = t.webhooks.last_events
  const what = wordsFor(ASKED, verdict)
  if (what === undefined)
    return words.because(wordsFor(words.verdicts, verdict) ?? wordsFor(t.verdicts, verdict) ?? verdict)
  const value = event[what]
  const { include = [], exclude = [] } = filter[SELECTIONS[what]] ?? {}
  const isExcluded = now?.excluded_by !== undefined || include.length === 0
  const all = now?.excluded_by === undefined ? (isExcluded ? exclude : include) : [now.excluded_by]
  // The filter may have changed since: then its patterns explain nothing.
  const patterns = now === undefined || now.verdict === verdict ? all : []
  const says = isExcluded ? words.excludedBy : words.noneOfPatterns
  return (
    <>
      {words.because(value === undefined ? words.values.noTag : `${words.values[what]} `)}
      {value !== undefined && <b>{value}</b>} {patterns.length === 0 ? words.formerFilter : says}{' '}
      {patterns.map((pattern, index) => (
        <Fragment key={pattern}>
          {index > 0 && ' '}
          <Code>{pattern}</Code>
        </Fragment>
      ))}
    </>
  )
}
