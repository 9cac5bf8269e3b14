import type { Scope } from '../../api/client/scope.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { DeliveryList } from './list/delivery-list.tsx'

export function DeliveriesPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.deliveries} says={t.history.deliveriesSay} />
      <DeliveryList scope={scope} />
    </>
  )
}
