import { Alert, Anchor, Button, Card, Stack, Tabs, Text } from '@mantine/core'
import { Ban, Info, RotateCw } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { hasEnded, useDelivery, useRedeliver, useStopDelivery, useTaskLog } from '../../api/history.ts'
import type { DeliveryDetailResponse } from '../../../src/contract/history/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { artifactName } from '../../parts/artifact-name.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { CopyBlock } from '../../parts/copy-block.tsx'
import { EventTypeLabel, eventTypeText } from '../../parts/event-type-label.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { AttemptList } from './attempt-list.tsx'
import { PolicyLink } from './policy-link.tsx'

/** One delivery: its state and the record of every attempt. */
export function DeliveryPage({ scope, id }: { readonly scope: Scope; readonly id: number }) {
  const t = useText()
  const delivery = useDelivery(scope, id)
  return (
    <>
      <BackLink to={`${scope.page}/deliveries`} label={t.places.deliveries} />
      <Loaded query={delivery}>{(found) => <Delivery scope={scope} delivery={found} />}</Loaded>
    </>
  )
}

interface DeliveryProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
}

function Delivery({ scope, delivery }: DeliveryProps) {
  const t = useText()
  const { id, state, reason, due_at, redelivery_of, redelivered_as } = delivery
  return (
    <>
      <PageHead
        title={t.history.deliveryOf(id)}
        says={artifactName(delivery) ?? eventTypeText(delivery.event_type, t)}
      >
        <DeliveryActions scope={scope} delivery={delivery} />
      </PageHead>
      {reason !== undefined && state !== 'success' && (
        <Alert color={state === 'error' ? 'red' : 'gray'} icon={<Info size={18} />} mb="lg">
          <span className="path">{reason}</span>
        </Alert>
      )}
      <Card mb="lg">
        <Facts
          facts={[
            [t.history.state, <StateBadge key="state" state={state} />],
            [t.eventType, <EventTypeLabel key="type" type={delivery.event_type} />],
            [
              t.history.event,
              <Anchor key="event" component={Link} href={`${scope.page}/events/${delivery.event_id}`}>
                {delivery.event_id}
              </Anchor>,
            ],
            [t.history.webhook, <PolicyLink key="policy" scope={scope} policy={delivery} />],
            [t.created, <Time key="created" at={delivery.created_at} isLong />],
            ...(due_at === undefined
              ? []
              : [[t.history.nextAttempt, <Time key="due" at={due_at} isLong />] as const]),
            ...(redelivery_of === undefined
              ? []
              : [
                  [
                    t.history.redeliveryOf,
                    <Anchor
                      key="first"
                      component={Link}
                      href={`${scope.page}/deliveries/${redelivery_of}`}
                    >{`#${redelivery_of}`}</Anchor>,
                  ] as const,
                ]),
            ...(redelivered_as === undefined
              ? []
              : [
                  [
                    t.history.redeliveredAs,
                    <Anchor
                      key="next"
                      component={Link}
                      href={`${scope.page}/deliveries/${redelivered_as}`}
                    >{`#${redelivered_as}`}</Anchor>,
                  ] as const,
                ]),
          ]}
        />
      </Card>
      <DeliveryRecord scope={scope} delivery={delivery} />
    </>
  )
}

function DeliveryActions({ scope, delivery }: DeliveryProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(scope.project?.id ?? null)
  const [, navigate] = useLocation()
  const redeliver = useRedeliver(scope)
  const stop = useStopDelivery(scope)
  if (!may('notification-policy:update')) return null
  if (!hasEnded(delivery))
    return (
      <Button
        variant="default"
        leftSection={<Ban size={16} />}
        loading={stop.isPending}
        onClick={() => stop.mutate(delivery.id, notice.ofOutcome(t.history.stopped))}
      >
        {t.history.stop}
      </Button>
    )
  return (
    <Button
      leftSection={<RotateCw size={16} />}
      loading={redeliver.isPending}
      onClick={() =>
        redeliver.mutate(delivery.id, {
          onSuccess: ({ id }) => {
            notice.done(t.history.redelivered)
            navigate(`${scope.page}/deliveries/${id}`)
          },
          onError: notice.failed,
        })
      }
    >
      {t.history.redeliver}
    </Button>
  )
}

/** The record: attempts with request and response, the payload, and Harbor's log. */
function DeliveryRecord({ scope, delivery }: DeliveryProps) {
  const t = useText()
  return (
    <Card>
      <Tabs defaultValue="attempts" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="attempts">{t.history.attempts}</Tabs.Tab>
          <Tabs.Tab value="payload">{t.history.payload}</Tabs.Tab>
          <Tabs.Tab value="log">{t.history.log}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="attempts">
          <AttemptList scope={scope} delivery={delivery} />
        </Tabs.Panel>
        <Tabs.Panel value="payload">
          {delivery.payload === '' ? (
            <Text c="dimmed">{t.history.notRendered}</Text>
          ) : (
            <Stack gap="xs">
              <Text size="sm" c="dimmed">
                {delivery.content_type}
              </Text>
              <CopyBlock label={t.history.payload} content={prettyJson(delivery.payload)} />
            </Stack>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <TaskLog scope={scope} delivery={delivery} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  )
}

function TaskLog({ scope, delivery }: DeliveryProps) {
  const t = useText()
  const log = useTaskLog(scope, delivery)
  return <Loaded query={log}>{(text) => <CopyBlock label={t.history.log} content={text} />}</Loaded>
}
