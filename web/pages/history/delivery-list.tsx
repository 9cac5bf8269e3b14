import { Button, Card, Group } from '@mantine/core'
import { Ban, RotateCw, Send } from 'lucide-react'
import { useState } from 'react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import type { HistoryFilter } from '../../../src/contract/history/history.ts'
import { useDeliveries } from '../../api/history.ts'
import type { Scope } from '../../api/scope.ts'
import { useMay } from '../../api/session.ts'
import { EmptyState } from '../../parts/lists/empty-state.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'
import { BulkDialog, type BulkVerb } from './bulk-dialog.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import { FreshRows } from './fresh-rows.tsx'
import { FILTER_NAMES, HistoryFilterFields, apiFilter } from './history-filter.tsx'
import { MoreButton } from './more-button.tsx'
import { useReading } from './use-reading.ts'

interface DeliveryListProps {
  readonly scope: Scope
  /** Only those of this policy. */
  readonly policy?: PolicyResponse
}

/** Deliveries by filter, newest first, and what one can do with all that fit it. */
export function DeliveryList({ scope, policy }: DeliveryListProps) {
  const t = useText()
  const [written, patch] = useUrlFilter(FILTER_NAMES)
  const reading = useReading()
  const filter: HistoryFilter = {
    ...apiFilter(written, reading.since),
    ...(policy !== undefined && { policy_id: policy.id }),
  }
  const followed = useDeliveries(scope, filter, reading.hasScrolledOn)
  const { list: deliveries } = followed
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
      <Loaded query={deliveries}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          return items.length === 0 && !deliveries.hasNextPage ? (
            <EmptyState Icon={Send} title={t.history.noneSent}>
              {Object.keys(written).length > 0 ? t.history.noMatch : t.history.noneSentHint}
            </EmptyState>
          ) : (
            <>
              <div ref={reading.beginning} tabIndex={-1} className="list-beginning" />
              <FreshRows
                followed={followed}
                toBeginning={reading.toBeginning}
                says={t.history.freshDeliveries}
              />
              <DeliveryTable scope={scope} deliveries={items} hasFixedPolicy={policy !== undefined} />
              <MoreButton query={deliveries} shown={items.length} />
            </>
          )
        }}
      </Loaded>
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
