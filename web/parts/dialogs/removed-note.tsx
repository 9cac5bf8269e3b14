import { Alert, Text } from '@mantine/core'
import { History } from 'lucide-react'
import type { IncompleteBody } from '../../../src/contract/incomplete.ts'
import { useText } from '../../text/text-provider.tsx'
import { Time } from '../time/time.tsx'

/** What the retention has taken from a bulk action. */
export interface Missing {
  readonly incomplete?: IncompleteBody | undefined
  /** Items that are left out, since their payload is gone. */
  readonly withoutPayload?: number
}

/** Says that a bulk action does not reach everything any more, how far back it does, and how to send the rest; nothing where nothing is missing. */
export function RemovedNote({ incomplete, withoutPayload = 0 }: Missing) {
  const { removed: words } = useText().bulk
  if (incomplete === undefined && withoutPayload === 0) return null
  const isReplayable = incomplete === undefined || incomplete.removed === 'payloads'
  return (
    <Alert color="yellow" icon={<History size={18} />} title={words.title}>
      {incomplete !== undefined && (
        <Text size="sm" component="div">
          {words[incomplete.removed]} {words.completeSince} <Time at={incomplete.complete_since} isLong />.
        </Text>
      )}
      {withoutPayload > 0 && <Text size="sm">{words.withoutPayload(withoutPayload)}</Text>}
      {isReplayable && <Text size="sm">{words.replay}</Text>}
    </Alert>
  )
}
