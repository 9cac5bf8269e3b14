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

/** An event type in the reader's words; as the API names it where there are none. */
export function eventTypeText(type: string, t: Text): string {
  return t.eventTypes[type] ?? type
}
