import { Anchor, Badge, Card, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { EventResponse } from '../../../src/contract/history/history.ts'
import { useEvent } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { artifactName } from '../../parts/artifact-name.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { EventTypeLink } from '../../parts/event-type-link.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { DeliveryTable } from './delivery-table.tsx'
import { Account } from './event-list.tsx'
import { ScanNow } from './scan-now.tsx'
import { PolicyLink } from './policy-link.tsx'

/** One event: its facts, the verdict of each policy, and its deliveries. */
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

function Event({ scope, event }: { readonly scope: Scope; readonly event: EventResponse }) {
  const t = useText()
  const title = artifactName(event) ?? eventTypeText(event.type, t)
  return (
    <>
      <PageHead title={title} says={<EventTypeLink type={event.type} />}>
        <ScanNow scope={scope} event={event} />
      </PageHead>
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="lg">
        <Card>
          <Facts
            facts={[
              [t.history.when, <Time key="at" at={event.occurred_at} isLong />],
              [t.history.accepted, <Time key="accepted" at={event.accepted_at} isLong />],
              [t.history.by, event.operator ?? '–'],
              [t.history.source, event.source],
              ['Digest', event.digest === undefined ? '–' : <code key="digest">{event.digest}</code>],
              [t.history.eventId, <code key="id">{event.id}</code>],
              ...(event.merged_into === undefined
                ? []
                : [
                    [
                      t.history.partOf,
                      <WholeLink key="whole" scope={scope} id={event.merged_into} />,
                    ] as const,
                  ]),
            ]}
          />
          {event.late === true && (
            <Text size="sm" mt="sm">
              {t.history.late}
            </Text>
          )}
        </Card>
        <Card>
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
      <Card>
        <Title order={2} size="h4" mb="sm">
          {t.places.deliveries}
        </Title>
        {event.deliveries.length === 0 ? (
          <Text c="dimmed">
            {event.held_until === undefined ? t.history.noDeliveries : t.history.noneYet}
          </Text>
        ) : (
          <DeliveryTable scope={scope} deliveries={event.deliveries} />
        )}
      </Card>
    </>
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
            <Table.Td>
              <PolicyLink scope={scope} policy={policy} />
            </Table.Td>
            <Table.Td>
              <Badge color={verdict === 'deliver' ? 'teal' : 'gray'}>
                {wordsFor(t.verdicts, verdict) ?? verdict}
              </Badge>
              <VerdictHint verdict={verdict} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
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
