import { ActionIcon, Group, Kbd, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Maximize2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { useDelivery } from '../../../api/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { StateMark } from '../../../parts/state-mark.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { NoSuchDelivery, isNotFound } from '../no-such-delivery.tsx'
import { DeliveryRecord } from './delivery-record.tsx'
import { DeliverySummary } from './delivery-summary.tsx'
import classes from './delivery-panel.module.css'

interface DeliveryPanelProps {
  readonly scope: Scope
  readonly id: number
  readonly onOpen: (id: number) => void
  readonly onClose: () => void
}

/** A delivery beside the list that it is in: what was sent, what came back, and what can be done. */
export function DeliveryPanel({ scope, id, onOpen, onClose }: DeliveryPanelProps) {
  const t = useText()
  const delivery = useDelivery(scope, id)
  const panel = useRef<HTMLElement>(null)
  useHotkeys([['Escape', onClose]])
  const page = `${scope.page}/deliveries/${id}`
  const shown = useRef(page)
  useEffect(() => {
    shown.current = page
  }, [page])
  // Who opened it from a list reads on here, and is at the row of what was read last when it closes.
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
    return () => {
      const row = document.querySelector<HTMLElement>(`[role=row] a[href="${CSS.escape(shown.current)}"]`)
      row?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t.history.deliveryOf(id)}
      className={`side-panel ${classes['panel']}`}
    >
      <Group justify="space-between" wrap="nowrap" className={classes['head']}>
        <Group gap="sm" wrap="nowrap">
          {delivery.data !== undefined && (
            <StateMark state={delivery.data.state} attempts={delivery.data.attempts} />
          )}
          <Text span className="clock" c="dimmed">
            #{id}
          </Text>
        </Group>
        <Group gap={6} wrap="nowrap">
          <Text size="xs" c="dimmed" visibleFrom="md">
            <Kbd size="xs">J</Kbd> <Kbd size="xs">K</Kbd> {t.lists.toMove}
          </Text>
          <ActionIcon component={Link} href={page} variant="default" aria-label={t.lists.openAsPage}>
            <Maximize2 size={15} />
          </ActionIcon>
          <ActionIcon variant="default" onClick={onClose} aria-label={t.close}>
            <X size={16} />
          </ActionIcon>
        </Group>
      </Group>
      <div className={classes['content']}>
        {isNotFound(delivery.error) ? (
          <NoSuchDelivery scope={scope} />
        ) : (
          <Loaded query={delivery}>
            {(found) => (
              <>
                <DeliverySummary scope={scope} delivery={found} onRedelivered={onOpen} />
                <DeliveryRecord key={found.id} scope={scope} delivery={found} />
              </>
            )}
          </Loaded>
        )}
      </div>
    </aside>
  )
}
