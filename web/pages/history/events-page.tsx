import type { Scope } from '../../api/client/scope.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { EventList } from './list/event-list.tsx'

export function EventsPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.events} says={t.history.eventsSay} />
      <EventList scope={scope} />
    </>
  )
}
