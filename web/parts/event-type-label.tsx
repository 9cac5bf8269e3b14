import { Badge } from '@mantine/core'
import type { Text } from '../text/english.ts'
import { useText } from '../text/text-provider.tsx'
import { wordsFor } from '../text/words-for.ts'

export function EventTypeLabel({ type }: { readonly type: string }) {
  const t = useText()
  return (
    <Badge variant="default" title={type}>
      {eventTypeText(type, t)}
    </Badge>
  )
}

/** The name of an event type in the language of the user; its API name where only a newer server knows it. */
export function eventTypeText(type: string, t: Text): string {
  return wordsFor(t.eventTypes, type) ?? type
}
