import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { useText } from '../text/text-provider.tsx'
import { EventTypeLabel } from './event-type-label.tsx'

/** The label of an event type, which leads to its page in the catalogue. */
export function EventTypeLink({ type }: { readonly type: string }) {
  return (
    <Anchor component={Link} href={eventTypePage(type)} underline="never">
      <EventTypeLabel type={type} />
    </Anchor>
  )
}

/** Leads to the catalogue in a window of its own, so that a form keeps what is typed. */
export function EventTypesHelp() {
  const t = useText()
  return (
    <Anchor href="/event-types" target="_blank" size="sm">
      {t.eventCatalogue.open}
    </Anchor>
  )
}

export function eventTypePage(type: string): string {
  return `/event-types/${encodeURIComponent(type)}`
}
