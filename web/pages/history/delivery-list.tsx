import { Button, Card, Group } from '@mantine/core'
import { Ban, RotateCw, Send } from 'lucide-react'
import { useState } from 'react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import type { HistoryFilter } from '../../../src/contract/history/history.ts'
import { useDeliveries } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'
import { BulkDialog, type BulkVerb } from './bulk-dialog.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import { FollowedRows } from './followed-rows.tsx'
import { FILTER_NAMES, HistoryFilterFields, apiFilter } from './history-filter.tsx'
import { useReading } from './use-reading.ts'

interface DeliveryListProps {
  readonly scope: Scope
  /** Only those of this policy. */
  readonly policy?: PolicyResponse
}

/** Filtered deliveries, newest first, and the bulk actions on all that match. */
export function DeliveryList({ scope, policy }: DeliveryListProps) {
  const t = useText()
  const [written, patch] = useUrlFilter(FILTER_NAMES)
  const reading = useReading()
  const filter: HistoryFilter = {
    ...apiFilter(written, reading.since),
    ...(policy !== undefined && { policy_id: policy.id }),
  }
  const followed = useDeliveries(scope, filter, reading.hasScrolledOn)
  reading.note(followed.isHeld)
  return (
    <Card>
      <Group justify="space-between" align="flex-end" gap="sm" mb="md">
        <HistoryFilterFields
          scope={scope}
          filter={written}
          onChange={patch}
          isOfDeliveries
          hasFixedPolicy={policy !== undefined}
        />
        <BulkButtons scope={scope} filter={filter} />
      </Group>
      <FollowedRows
        followed={followed}
        reading={reading}
        isFiltered={Object.keys(written).length > 0}
        empty={{ Icon: Send, title: t.history.noneSent, hint: t.history.noneSentHint }}
        saysFresh={t.history.freshDeliveries}
      >
        {(deliveries) => (
          <DeliveryTable scope={scope} deliveries={deliveries} hasFixedPolicy={policy !== undefined} />
        )}
      </FollowedRows>
    </Card>
  )
}

function BulkButtons({ scope, filter }: { readonly scope: Scope; readonly filter: HistoryFilter }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const [verb, setVerb] = useState<BulkVerb | null>(null)
  if (!may('notification-policy:update')) return null
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<RotateCw size={16} />} onClick={() => setVerb('redeliver')}>
        {t.bulk.redeliver}
      </Button>
      <Button variant="default" leftSection={<Ban size={16} />} onClick={() => setVerb('stop')}>
        {t.bulk.stop}
      </Button>
      {verb !== null && (
        <BulkDialog scope={scope} verb={verb} filter={filter} onClose={() => setVerb(null)} />
      )}
    </Group>
  )
}
