import { Button } from '@mantine/core'
import { Ban, RotateCw } from 'lucide-react'
import type { DeliveryDetailResponse } from '../../../../src/contract/history/history.ts'
import { hasEnded, useRedeliver, useStopDelivery } from '../../../api/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useMay } from '../../../api/session.ts'
import { useNotice } from '../../../parts/use-notice.ts'
import { useText } from '../../../text/text-provider.tsx'
import { hasLostPayload } from '../bodies-removed.tsx'

interface DeliveryActionsProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
  /** Gets the new delivery. */
  readonly onRedelivered: (id: number) => void
}

/** Sends a delivery once more, or stops it. */
export function DeliveryActions({ scope, delivery, onRedelivered }: DeliveryActionsProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(scope.project?.id ?? null)
  const redeliver = useRedeliver(scope)
  const stop = useStopDelivery(scope)
  if (!may('notification-policy:update')) return null
  if (!hasEnded(delivery))
    return (
      <Button
        size="sm"
        variant="default"
        leftSection={<Ban size={16} />}
        loading={stop.isPending}
        onClick={() => stop.mutate(delivery.id, notice.ofOutcome(t.history.stopped))}
      >
        {t.history.stop}
      </Button>
    )
  // Its record says why, and what to do instead.
  if (hasLostPayload(delivery)) return null
  const failed = delivery.state === 'error' || delivery.state === 'expired'
  return (
    <Button
      size="sm"
      variant={failed ? 'filled' : 'default'}
      leftSection={<RotateCw size={16} />}
      loading={redeliver.isPending}
      onClick={() =>
        redeliver.mutate(delivery.id, {
          onSuccess: ({ id }) => {
            notice.done(t.history.redelivered)
            onRedelivered(id)
          },
          onError: notice.failed,
        })
      }
    >
      {t.history.redeliver}
    </Button>
  )
}
