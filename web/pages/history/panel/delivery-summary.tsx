import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { DeliveryDetailResponse } from '../../../../src/contract/history/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { artifactName } from '../../../parts/artifact-name.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { eventTypeText } from '../../../parts/event-type-label.tsx'
import { EventTypeLink } from '../../../parts/event-type-link.tsx'
import { Facts } from '../../../parts/facts.tsx'
import { Time } from '../../../parts/time/time.tsx'
import type { Text as Texts } from '../../../text/english.ts'
import { useText } from '../../../text/text-provider.tsx'
import { PolicyLink } from '../policy-link.tsx'
import { DeliveryActions } from './delivery-actions.tsx'

interface DeliverySummaryProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
  readonly onRedelivered: (id: number) => void
}

/** What became of a delivery in one sentence, the step that follows, and its facts. */
export function DeliverySummary({ scope, delivery, onRedelivered }: DeliverySummaryProps) {
  const t = useText()
  return (
    <Stack gap="sm" mb="lg">
      <Title order={2} size="h4" className="path">
        {findingOf(delivery, t)}
      </Title>
      <Group gap="sm">
        <DeliveryActions scope={scope} delivery={delivery} onRedelivered={onRedelivered} />
        <Anchor component={Link} href={`${scope.page}/events/${delivery.event_id}`} size="sm">
          {t.lists.whySent}
        </Anchor>
      </Group>
      <DeliveryFacts scope={scope} delivery={delivery} />
    </Stack>
  )
}

/** `Gave up after 6 attempts: the receiver answered 503`. */
export function findingOf(
  { state, attempts, reason, last_attempt }: DeliveryDetailResponse,
  t: Texts,
): string {
  const because = t.server(reason ?? '')
  if (state === 'success') return t.lists.findings.success(attempts, last_attempt?.status)
  if (state === 'error') return t.lists.findings.error(attempts, because)
  if (state === 'pending' && attempts > 0) return t.lists.findings.retrying(attempts, because)
  return because === '' ? t.states[state] : `${t.states[state]}: ${because}`
}

export function DeliveryFacts({ scope, delivery }: Omit<DeliverySummaryProps, 'onRedelivered'>) {
  const t = useText()
  const { due_at, redelivery_of, redelivered_as, event_id, event_type } = delivery
  const next =
    due_at === undefined ? [] : [[t.history.nextAttempt, <Time key="due" at={due_at} isLong />] as const]
  const linked = (label: string, id: number | undefined) =>
    id === undefined
      ? []
      : [
          [
            label,
            <Anchor key={id} component={Link} href={`${scope.page}/deliveries/${id}`}>
              {`#${id}`}
            </Anchor>,
          ] as const,
        ]
  return (
    <Facts
      facts={[
        [
          t.history.event,
          <Anchor key="event" component={Link} href={`${scope.page}/events/${event_id}`}>
            {artifactName(delivery) ?? eventTypeText(event_type, t)}
          </Anchor>,
        ],
        [t.eventType, <EventTypeLink key="type" type={event_type} />],
        [t.history.webhook, <PolicyLink key="policy" scope={scope} policy={delivery} />],
        [t.lists.target, <Breakable key="target" text={delivery.target_address} />],
        [t.created, <Time key="created" at={delivery.created_at} isLong />],
        ...next,
        ...linked(t.history.redeliveryOf, redelivery_of),
        ...linked(t.history.redeliveredAs, redelivered_as),
      ]}
    />
  )
}

export function Muted({ children }: { readonly children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}
