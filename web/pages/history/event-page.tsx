import { Anchor, Button, Card, CopyButton, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { Braces, Check } from 'lucide-react'
import { Link } from 'wouter'
import type {
  DeliveryResponse,
  EventDetailResponse,
  EventResponse,
} from '../../../src/contract/history/history.ts'
import { useEvent } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { EventTypeLink } from '../../parts/event-type-link.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Mark, StateMark } from '../../parts/state-mark.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { Account } from './account.tsx'
import { BodiesRemoved } from './bodies-removed.tsx'
import { EventContent } from './content/event-content.tsx'
import { DeliveryTable } from './list/delivery-table.tsx'
import { eventTitle } from './list/event-columns.tsx'
import { KeepEvent } from './keep-event.tsx'
import { OnLegalHold } from './on-legal-hold.tsx'
import { ScanNow } from './scan-now.tsx'
import { PolicyLink } from './policy-link.tsx'

interface EventProps {
  readonly scope: Scope
  readonly event: EventDetailResponse
}

/** One event: its facts, the verdict of each policy, its deliveries, and all that its source reported. */
export function EventPage({ scope, id }: { readonly scope: Scope; readonly id: string }) {
  const t = useText()
  const event = useEvent(scope, id)
  return (
    <>
      <BackLink to={`${scope.page}/events`} label={t.places.events} />
      <Loaded query={event}>{(found) => <Event scope={scope} event={found} />}</Loaded>
    </>
  )
}

function Event({ scope, event }: EventProps) {
  const t = useText()
  return (
    <>
      <PageHead title={eventTitle(event, t)} says={<EventTypeLink type={event.type} />}>
        <ScanNow scope={scope} event={event} />
        <KeepEvent id={event.id} />
        <CopyAsJson event={event} />
      </PageHead>
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="lg">
        <EventFacts scope={scope} event={event} />
        <Card component="section" aria-label={t.history.verdicts}>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {t.history.verdicts}
            </Title>
            <Account event={event} />
            {event.merged_into !== undefined && <Text>{t.history.partOfSays}</Text>}
            {event.held_until !== undefined && <Undecided until={event.held_until} />}
            <Verdicts scope={scope} event={event} />
          </Stack>
        </Card>
      </SimpleGrid>
      <Stack gap="lg">
        <section aria-label={t.places.deliveries}>
          <Title order={2} size="h4" mb="sm">
            {t.places.deliveries}
          </Title>
          {event.deliveries.length === 0 ? (
            <Text c="dimmed">
              {event.held_until === undefined ? t.history.noDeliveries : t.history.noneYet}
            </Text>
          ) : (
            <DeliveryTable scope={scope} deliveries={event.deliveries} hasMore={false} />
          )}
          {event.deliveries.length > 0 && isPast(event.bodies_kept_until) && (
            <BodiesRemoved until={event.bodies_kept_until} />
          )}
        </section>
        <EventContent event={event} />
      </Stack>
    </>
  )
}

function isPast(at: string | undefined): boolean {
  return at !== undefined && Date.parse(at) < Date.now()
}

function EventFacts({ scope, event }: EventProps) {
  const t = useText()
  const { content, merged_into, project_name: project } = event
  const whole =
    merged_into === undefined
      ? []
      : [[t.history.partOf, <WholeLink key="whole" scope={scope} id={merged_into} />] as const]
  const kind = wordsFor(t.content.actorKinds, content.actor_kind) ?? content.actor_kind
  return (
    <Card component="section" aria-label={t.content.facts}>
      <Facts
        facts={[
          [t.history.when, <Time key="at" at={event.occurred_at} isLong />],
          [t.history.accepted, <Time key="accepted" at={event.accepted_at} isLong />],
          ...(project === undefined
            ? []
            : [
                [
                  t.lists.project,
                  <Anchor key="project" component={Link} href={`/projects/${encodeURIComponent(project)}`}>
                    {project}
                  </Anchor>,
                ] as const,
              ]),
          [t.history.by, event.operator === undefined ? kind : `${event.operator} · ${kind}`],
          ...(content.trigger === undefined ? [] : [[t.content.trigger, content.trigger] as const]),
          [t.history.source, event.source],
          ...(content.registry_host === undefined
            ? []
            : [[t.content.registry, content.registry_host] as const]),
          [t.history.eventId, <code key="id">{event.id}</code>],
          ...whole,
        ]}
      />
      {event.late === true && (
        <Text size="sm" mt="sm">
          {t.history.late}
        </Text>
      )}
      <OnLegalHold event={event} />
    </Card>
  )
}

function CopyAsJson({ event }: { readonly event: EventDetailResponse }) {
  const t = useText()
  return (
    <CopyButton value={JSON.stringify(event, null, 2)}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <Check size={16} /> : <Braces size={16} />}
        >
          {copied ? t.copied : t.content.copyAsJson}
        </Button>
      )}
    </CopyButton>
  )
}

/** The event that this one is a part of. */
function WholeLink({ scope, id }: { readonly scope: Scope; readonly id: string }) {
  return (
    <Anchor component={Link} href={`${scope.page}/events/${id}`}>
      <code>{id}</code>
    </Anchor>
  )
}

/** Whether the card says already why the event has no verdict. */
function isExplained({ merged_into: whole, held_until: until }: EventResponse): boolean {
  return whole !== undefined || until !== undefined
}

/** Of an event that is held, only webhooks with Harbor's way have a verdict. */
function Undecided({ until }: { readonly until: string }) {
  return (
    <Text>
      {useText().history.undecided} <Time at={until} isLong />
    </Text>
  )
}

function Verdicts({ scope, event }: { readonly scope: Scope; readonly event: EventResponse }) {
  const t = useText()
  if (event.withheld !== undefined)
    return <Text>{wordsFor(t.verdictHints, event.withheld) ?? t.history.withheld(event.withheld)}</Text>
  if (event.verdicts.length === 0) return isExplained(event) ? null : <Text>{t.history.noPolicies}</Text>
  return (
    <Table verticalSpacing={6}>
      <Table.Tbody>
        {event.verdicts.map(({ verdict, ...policy }) => (
          <Table.Tr key={policy.policy_id}>
            <Table.Td miw="7.5rem">
              <PolicyLink scope={scope} policy={policy} />
            </Table.Td>
            <Table.Td>
              <VerdictMark
                verdict={verdict}
                delivery={event.deliveries.findLast(({ policy_id }) => policy_id === policy.policy_id)}
              />
              <VerdictHint verdict={verdict} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface VerdictMarkProps {
  readonly verdict: string
  /** The newest one of the webhook. */
  readonly delivery: DeliveryResponse | undefined
}

/** What a webhook decided: of one that wanted the event, what became of its delivery. */
function VerdictMark({ verdict, delivery }: VerdictMarkProps) {
  const t = useText()
  if (verdict === 'deliver' && delivery !== undefined)
    return <StateMark state={delivery.state} attempts={delivery.attempts} />
  return (
    <Mark shape={verdict === 'deliver' ? 'waiting' : 'unsent'}>
      {wordsFor(t.verdicts, verdict) ?? verdict}
    </Mark>
  )
}

function VerdictHint({ verdict }: { readonly verdict: string }) {
  const hint = wordsFor(useText().verdictHints, verdict)
  return hint === undefined ? null : (
    <Text size="sm" c="dimmed" mt={4}>
      {hint}
    </Text>
  )
}
