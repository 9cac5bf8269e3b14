import { Anchor, Text } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { DeliveryResponse } from '../../../src/contract/history/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { artifactName } from '../../parts/artifact-name.ts'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { type Column, RowTable } from '../../parts/lists/row-table.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

interface DeliveryTableProps {
  readonly scope: Scope
  readonly deliveries: readonly DeliveryResponse[]
  /** Without the column that is the same in every row. */
  readonly hasFixedPolicy?: boolean
}

export function DeliveryTable({ scope, deliveries, hasFixedPolicy = false }: DeliveryTableProps) {
  const columns = useColumns(scope, hasFixedPolicy)
  return <RowTable rows={deliveries} keyOf={idOf} columns={columns} />
}

function idOf({ id }: DeliveryResponse): number {
  return id
}

/** The same object for every rendering: the list may be long. */
function useColumns(scope: Scope, hasFixedPolicy: boolean): readonly Column<DeliveryResponse>[] {
  const t = useText()
  const { page } = scope
  return useMemo(() => {
    const webhook: Column<DeliveryResponse> = {
      label: t.history.webhook,
      isPath: true,
      show: ({ policy_name }) => policy_name,
    }
    return [
      {
        label: t.history.delivery,
        isName: true,
        isPath: false,
        show: ({ id }) => (
          <Anchor component={Link} href={`${page}/deliveries/${id}`}>
            #{id}
          </Anchor>
        ),
      },
      { label: t.history.state, show: (delivery) => <DeliveryState delivery={delivery} /> },
      { label: t.eventType, show: ({ event_type }) => <EventTypeLabel type={event_type} /> },
      {
        label: t.history.artifact,
        isPath: true,
        show: (delivery) => artifactName(delivery) ?? '–',
      },
      ...(hasFixedPolicy ? [] : [webhook]),
      { label: t.history.attempts, show: ({ attempts }) => attempts },
      { label: t.history.when, show: ({ created_at }) => <Time at={created_at} /> },
    ]
  }, [t, page, hasFixedPolicy])
}

function DeliveryState({ delivery }: { readonly delivery: DeliveryResponse }) {
  const t = useText()
  const { state, reason, due_at, attempts } = delivery
  return (
    <div>
      <StateBadge state={state} />
      {state === 'pending' && due_at !== undefined && attempts > 0 && (
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
  )
}
