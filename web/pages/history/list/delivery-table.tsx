import { useMediaQuery } from '@mantine/hooks'
import { useCallback } from 'react'
import type { DeliveryResponse } from '../../../../src/contract/history/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { DenseTable, type DenseTableProps } from '../../../parts/lists/dense/dense-table.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { useDeliveryColumns } from './delivery-columns.tsx'
import { DeliveryPanel } from '../panel/delivery-panel.tsx'
import { useOpenDelivery } from '../use-open-delivery.ts'

/** Below this width a delivery opens as a page: beside the list there is no room. */
const ROOM_BESIDE = '(min-width: 62em)'

interface DeliveryTableProps extends Pick<
  DenseTableProps<DeliveryResponse>,
  'hasMore' | 'onNearEnd' | 'headOf'
> {
  readonly scope: Scope
  readonly deliveries: readonly DeliveryResponse[]
  /** Without the column that is the same in every row. */
  readonly hasFixedPolicy?: boolean
}

/** Deliveries as dense rows. Each opens beside the list, so that nobody has to leave it. */
export function DeliveryTable({ scope, deliveries, hasFixedPolicy = false, ...more }: DeliveryTableProps) {
  const t = useText()
  const columns = useDeliveryColumns(hasFixedPolicy)
  const { openId, open, close } = useOpenDelivery()
  const isRoomy = useMediaQuery(ROOM_BESIDE, true, { getInitialValueInEffect: false })
  const onOpen = useCallback(
    ({ id }: DeliveryResponse): boolean => {
      if (isRoomy) open(id)
      return isRoomy
    },
    [isRoomy, open],
  )
  const hrefOf = useCallback(({ id }: DeliveryResponse) => `${scope.page}/deliveries/${id}`, [scope.page])
  return (
    <>
      <DenseTable
        label={t.places.deliveries}
        rows={deliveries}
        keyOf={idOf}
        timeOf={timeOf}
        columns={columns}
        hrefOf={hrefOf}
        onOpen={onOpen}
        openKey={openId}
        {...more}
      />
      {openId !== undefined && <DeliveryPanel scope={scope} id={openId} onOpen={open} onClose={close} />}
    </>
  )
}

function idOf({ id }: DeliveryResponse): number {
  return id
}

function timeOf({ created_at }: DeliveryResponse): string {
  return created_at
}
