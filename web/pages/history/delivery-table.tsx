import { Anchor, Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { DeliveryResponse } from '../../../src/contract/history.ts'
import type { Scope } from '../../api/scope.ts'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Time } from '../../parts/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { usePolicyNames } from './use-policy-names.ts'

interface DeliveryTableProps {
  readonly scope: Scope
  readonly deliveries: readonly DeliveryResponse[]
  /** Without the column that is the same in every row. */
  readonly hasFixedPolicy?: boolean
}

export function DeliveryTable({ scope, deliveries, hasFixedPolicy = false }: DeliveryTableProps) {
  const t = useText()
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.history.delivery}</Table.Th>
          <Table.Th>{t.history.state}</Table.Th>
          <Table.Th>{t.eventType}</Table.Th>
          <Table.Th>{t.history.artifact}</Table.Th>
          {!hasFixedPolicy && <Table.Th>{t.history.webhook}</Table.Th>}
          <Table.Th>{t.history.attempts}</Table.Th>
          <Table.Th>{t.history.when}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} scope={scope} delivery={delivery} hasFixedPolicy={hasFixedPolicy} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface DeliveryRowProps {
  readonly scope: Scope
  readonly delivery: DeliveryResponse
  readonly hasFixedPolicy: boolean
}

function DeliveryRow({ scope, delivery, hasFixedPolicy }: DeliveryRowProps) {
  const t = useText()
  const nameOf = usePolicyNames(scope)
  const { id, state, repository, tag, reason, due_at } = delivery
  return (
    <Table.Tr>
      <Table.Td data-label={t.history.delivery}>
        <Anchor component={Link} href={`${scope.page}/deliveries/${id}`} fw={600}>
          #{id}
        </Anchor>
      </Table.Td>
      <Table.Td data-label={t.history.state}>
        <div>
          <StateBadge state={state} />
          {state === 'pending' && due_at !== undefined && delivery.attempts > 0 && (
            <Text size="sm" c="dimmed">
              {t.history.nextAttempt} <Time at={due_at} />
            </Text>
          )}
          {reason !== undefined && state !== 'success' && (
            <Text size="sm" c="dimmed" lineClamp={2} maw={380} className="path">
              {reason}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label={t.eventType}>
        <EventTypeLabel type={delivery.event_type} />
      </Table.Td>
      <Table.Td data-label={t.history.artifact} className="path">
        {repository}
        {tag !== undefined && `:${tag}`}
      </Table.Td>
      {!hasFixedPolicy && (
        <Table.Td data-label={t.history.webhook} className="path">
          {nameOf(delivery.policy_id)}
        </Table.Td>
      )}
      <Table.Td data-label={t.history.attempts}>{delivery.attempts}</Table.Td>
      <Table.Td data-label={t.history.when}>
        <Time at={delivery.created_at} />
      </Table.Td>
    </Table.Tr>
  )
}
