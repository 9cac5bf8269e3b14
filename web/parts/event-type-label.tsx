import { Badge } from '@mantine/core'
import type { Text } from '../text/english.ts'
import { useText } from '../text/text-provider.tsx'

export function EventTypeLabel({ type }: { readonly type: string }) {
  const t = useText()
  return (
    <Badge variant="default" title={type}>
      {eventTypeText(type, t)}
    </Badge>
  )
}

/** The name of an event type in the user's language, by default its name in the API. */
export function eventTypeText(type: string, t: Text): string {
  return t.eventTypes[type] ?? type
}
