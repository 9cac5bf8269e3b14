import { Button, Group, Stack } from '@mantine/core'
import { Ban, RotateCw, Send } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { DeliveryResponse } from '../../../../src/contract/history/history.ts'
import type { HistoryFilter } from '../../../../src/contract/history/history-filter.ts'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import { useDeliveries } from '../../../api/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useMay } from '../../../api/session.ts'
import type { DenseColumn } from '../../../parts/lists/dense/dense-column.ts'
import { useUrlFilter } from '../../../parts/lists/use-url-filter.ts'
import { useText } from '../../../text/text-provider.tsx'
import { BulkDialog, type BulkVerb } from '../bulk-dialog.tsx'
import { DeliveryTable } from './delivery-table.tsx'
import { FilterBar } from '../filter/filter-bar.tsx'
import { DELIVERY_FILTER_KINDS } from '../filter/filter-kinds.ts'
import { NoSuchProject, kindsIn, useAskedScope } from '../filter/project-filter.tsx'
import { DELIVERY_FILTERS, deliveryFilterOf } from '../filter/written-filter.ts'
import { HistoryRows } from './history-rows.tsx'
import { ListTools } from './list-tools.tsx'
import { TimeHead } from './time-head.tsx'
import { useReading } from './use-reading.ts'

const NAMES = [...DELIVERY_FILTERS, 'sort', 'open'] as const
const KINDS_OF_POLICY = DELIVERY_FILTER_KINDS.filter(({ id }) => id !== 'policy_id')

interface DeliveryListProps {
  readonly scope: Scope
  /** Only those of this policy. */
  readonly policy?: PolicyResponse
}

/** Deliveries that match the filters of the address, and the bulk actions on all of them. */
export function DeliveryList({ scope, policy }: DeliveryListProps) {
  const t = useText()
  const [{ sort, open: _, ...written }, patch] = useUrlFilter(NAMES)
  const { asked, error } = useAskedScope(scope, written.project)
  const reading = useReading()
  const filter: HistoryFilter = {
    ...deliveryFilterOf(written, reading.since),
    ...(policy !== undefined && { policy_id: policy.id }),
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <FilterBar
          scope={scope}
          kinds={policy === undefined ? kindsIn(scope, DELIVERY_FILTER_KINDS) : KINDS_OF_POLICY}
          filter={written}
          onChange={patch}
          wordsSay={t.lists.findInDeliveries}
        />
        {asked !== null && <BulkButtons scope={asked} filter={filter} />}
      </Group>
      {asked === null ? (
        <NoSuchProject error={error} />
      ) : (
        <Deliveries
          key={asked.key}
          scope={scope}
          asked={asked}
          filter={filter}
          reading={reading}
          isFiltered={Object.keys(written).length > 0}
          hasFixedPolicy={policy !== undefined}
          sort={sort}
          onSort={patch}
        />
      )}
    </Stack>
  )
}

interface DeliveriesProps {
  readonly scope: Scope
  /** Where the deliveries are asked for. */
  readonly asked: Scope
  readonly filter: HistoryFilter
  readonly reading: ReturnType<typeof useReading>
  readonly isFiltered: boolean
  readonly hasFixedPolicy: boolean
  readonly sort: string | undefined
  readonly onSort: (part: { readonly sort: string }) => void
}

function Deliveries({ scope, asked, filter, reading, sort, onSort, ...shown }: DeliveriesProps) {
  const t = useText()
  const isOldestFirst = sort === 'created_at'
  const followed = useDeliveries(asked, { filter, isOldestFirst }, reading.hasScrolledOn)
  reading.note(followed.isHeld)
  const headOf = useTimeHead(isOldestFirst, () => onSort({ sort: isOldestFirst ? '' : 'created_at' }))
  return (
    <HistoryRows
      followed={followed}
      reading={reading}
      isFiltered={shown.isFiltered}
      empty={{ Icon: Send, title: t.history.noneSent, hint: t.history.noneSentHint }}
      saysFresh={t.history.freshDeliveries}
      tools={<ListTools scope={asked} kind="deliveries" query={{ ...filter, sort }} />}
    >
      {(deliveries, more) => (
        <DeliveryTable
          scope={scope}
          deliveries={deliveries}
          hasFixedPolicy={shown.hasFixedPolicy}
          headOf={headOf}
          {...more}
        />
      )}
    </HistoryRows>
  )
}

/** The head of the column of times: its order, and the button that turns it round. */
export function useTimeHead(isOldestFirst: boolean, onToggle: () => void) {
  return useCallback(
    ({ name }: Pick<DenseColumn<DeliveryResponse>, 'name'>) =>
      name === 'time'
        ? {
            shown: <TimeHead isOldestFirst={isOldestFirst} onToggle={onToggle} />,
            sort: isOldestFirst ? ('ascending' as const) : ('descending' as const),
          }
        : null,
    [isOldestFirst, onToggle],
  )
}

function BulkButtons({ scope, filter }: { readonly scope: Scope; readonly filter: HistoryFilter }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const [verb, setVerb] = useState<BulkVerb | null>(null)
  if (!may('notification-policy:update')) return null
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<RotateCw size={14} />}
        onClick={() => setVerb('redeliver')}
      >
        {t.bulk.redeliver}
      </Button>
      <Button size="xs" variant="default" leftSection={<Ban size={14} />} onClick={() => setVerb('stop')}>
        {t.bulk.stop}
      </Button>
      {verb !== null && (
        <BulkDialog scope={scope} verb={verb} filter={filter} onClose={() => setVerb(null)} />
      )}
    </Group>
  )
}
