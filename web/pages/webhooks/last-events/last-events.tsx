import { Anchor, Card, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { Waves } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { EventResponse } from '../../../../src/contract/history/history.ts'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useNewestEvents } from '../../../api/history.ts'
import { artifactName } from '../../../parts/artifact-name.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { eventTypeText } from '../../../parts/event-type-label.tsx'
import { EmptyState } from '../../../parts/lists/empty-state.tsx'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { type Column, RowTable } from '../../../parts/lists/row-table.tsx'
import { Time } from '../../../parts/time/time.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { EventOutcomeWords } from './event-outcome-words.tsx'
import type { FilterDryRun } from './filter-dry-run.ts'
import type { LastEvent } from './last-event.ts'
import { NextStep, useStepOf } from './next-step.tsx'
import { isSent, outcomeOf } from './outcome-of.ts'

/** So many events are looked at. */
const LOOKED_AT = 20

const WHICH = ['all', 'sent', 'unsent'] as const
type Which = (typeof WHICH)[number]

interface LastEventsProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  /** The filter on the newest events; undefined until it is known. */
  readonly dryRun: FilterDryRun | undefined
}

/** The newest events, what this webhook did with each, why not, and the step that changes it. */
export function LastEvents({ scope, policy, dryRun }: LastEventsProps) {
  const t = useText()
  const words = t.webhooks.last_events
  const [which, setWhich] = useState<Which>('all')
  const events = useNewestEvents(scope, LOOKED_AT)
  return (
    <Card mb="lg" component="section" aria-label={words.title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <SegmentedControl
          aria-label={words.show}
          size="xs"
          data={WHICH.map((one) => ({ value: one, label: words.which[one] }))}
          value={which}
          onChange={(next) => setWhich(WHICH.find((one) => one === next) ?? 'all')}
        />
      </Group>
      <Loaded query={events}>
        {({ items }) => {
          const rows = items
            .map((event) => lastEventOf(event, policy, dryRun))
            .filter(({ outcome }) => which === 'all' || isSent(outcome) === (which === 'sent'))
          if (items.length === 0)
            return (
              <EmptyState Icon={Waves} title={words.none}>
                {words.noneHint}
              </EmptyState>
            )
          return rows.length === 0 ? (
            <Text c="dimmed">{words.noneOf}</Text>
          ) : (
            <EventTable scope={scope} policy={policy} rows={rows} />
          )
        }}
      </Loaded>
    </Card>
  )
}

function lastEventOf(
  event: EventResponse,
  { id }: PolicyResponse,
  dryRun: FilterDryRun | undefined,
): LastEvent {
  const now = dryRun?.events.find((tried) => tried.id === event.id)
  return { event, outcome: outcomeOf(event, id), now }
}

interface EventTableProps extends Pick<LastEventsProps, 'scope' | 'policy'> {
  readonly rows: readonly LastEvent[]
}

function EventTable({ scope, policy, rows }: EventTableProps) {
  const t = useText()
  const words = t.webhooks.last_events
  const stepOf = useStepOf(scope, policy)
  const next: Column<LastEvent> = {
    label: words.next,
    show: (row) => <NextStep scope={scope} policy={policy} row={row} />,
  }
  return (
    <RowTable
      rows={rows}
      keyOf={({ event }) => event.id}
      columns={[
        { label: words.time, show: ({ event }) => <Time at={event.accepted_at} /> },
        {
          label: words.event,
          show: ({ event }) => <span className="one-line">{eventTypeText(event.type, t)}</span>,
        },
        {
          label: words.artifact,
          isPath: true,
          show: ({ event }) => (
            <Anchor component={Link} href={`${scope.page}/events/${event.id}`}>
              <Breakable text={artifactName(event) ?? eventTypeText(event.type, t)} />
            </Anchor>
          ),
        },
        { label: words.outcome, show: (row) => <EventOutcomeWords policy={policy} row={row} /> },
        ...(rows.some((row) => stepOf(row) !== null) ? [next] : []),
      ]}
      isDense
    />
  )
}
