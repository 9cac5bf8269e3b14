import { Alert, Card } from '@mantine/core'
import { Info } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Scope } from '../../api/client/scope.ts'
import { useDelivery } from '../../api/history.ts'
import type { DeliveryDetailResponse } from '../../../src/contract/history/history.ts'
import { artifactName } from '../../parts/artifact-name.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useText } from '../../text/text-provider.tsx'
import { NoSuchDelivery, isNotFound } from './no-such-delivery.tsx'
import { DeliveryActions } from './panel/delivery-actions.tsx'
import { DeliveryRecord } from './panel/delivery-record.tsx'
import { DeliveryFacts } from './panel/delivery-summary.tsx'

/** One delivery: its state and the record of every attempt. `id` is as the address has it. */
export function DeliveryPage({ scope, id: written }: { readonly scope: Scope; readonly id: string }) {
  const t = useText()
  const id = /^\d{1,15}$/.test(written) ? Number(written) : null
  const delivery = useDelivery(scope, id)
  const isMissing = id === null || isNotFound(delivery.error)
  return (
    <>
      <BackLink to={`${scope.page}/deliveries`} label={t.places.deliveries} />
      {isMissing ? (
        <>
          <PageHead title={t.places.deliveries} />
          <Card>
            <NoSuchDelivery scope={scope} />
          </Card>
        </>
      ) : (
        <Loaded query={delivery}>{(found) => <Delivery scope={scope} delivery={found} />}</Loaded>
      )}
    </>
  )
}

interface DeliveryProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
}

function Delivery({ scope, delivery }: DeliveryProps) {
  const t = useText()
  const [, navigate] = useLocation()
  const { id, state, attempts, reason } = delivery
  return (
    <>
      <PageHead
        title={t.history.deliveryOf(id)}
        says={artifactName(delivery) ?? eventTypeText(delivery.event_type, t)}
      >
        <DeliveryActions
          scope={scope}
          delivery={delivery}
          onRedelivered={(next) => navigate(`${scope.page}/deliveries/${next}`)}
        />
      </PageHead>
      {reason !== undefined && state !== 'success' && (
        <Alert color={state === 'error' ? 'red' : 'gray'} icon={<Info size={18} />} mb="lg">
          <span className="path">{t.server(reason)}</span>
        </Alert>
      )}
      <Card mb="lg">
        <div className="delivery-state">
          <StateMark state={state} attempts={attempts} />
        </div>
        <DeliveryFacts scope={scope} delivery={delivery} />
      </Card>
      <Card>
        <DeliveryRecord key={id} scope={scope} delivery={delivery} />
      </Card>
    </>
  )
}
