import { Text } from '@mantine/core'
import type { DeliveryDetailResponse } from '../../../src/contract/history/history.ts'
import { hasEnded } from '../../api/history.ts'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

/** Says that the server has removed payloads and records of attempts, since they are old, and how to send the event all the same. */
export function BodiesRemoved({ until }: { readonly until: string | undefined }) {
  const words = useText().history.removed
  return (
    <Text size="sm" c="dimmed">
      {words.says}{' '}
      {until !== undefined && (
        <>
          {words.keptUntil} <Time at={until} isLong />.{' '}
        </>
      )}
      {words.replay}
    </Text>
  )
}

/** Whether a delivery has no payload any more, so that it cannot be sent again. */
export function hasLostPayload(delivery: DeliveryDetailResponse): boolean {
  return hasEnded(delivery) && delivery.attempts > 0 && delivery.payload === ''
}
