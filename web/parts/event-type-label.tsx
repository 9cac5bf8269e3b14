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

/** An event type in the reader's words, or by its name where a newer server reports one that the console does not know. */
export function eventTypeText(type: string, t: Text): string {
  return wordsFor(t.eventTypes, type) ?? type
}
