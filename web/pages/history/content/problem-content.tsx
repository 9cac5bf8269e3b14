import { Stack, Text } from '@mantine/core'
import type { EventContentBody } from '../../../../src/contract/history/event-content.ts'
import { Facts } from '../../../parts/facts.tsx'
import { Time } from '../../../parts/time/time.tsx'
import { useText } from '../../../text/text-provider.tsx'

/** The problem that a meta event reports. */
export function ProblemContent({ problem }: { readonly problem: NonNullable<EventContentBody['problem']> }) {
  const t = useText()
  const { finding, reason, cure, since, closed_at } = problem
  return (
    <Stack gap="sm">
      <Text fw={600}>{t.server(finding)}</Text>
      <Facts
        facts={[
          ...(reason === undefined ? [] : [[t.content.lastAnswer, t.server(reason)] as const]),
          [t.content.since, <Time key="since" at={since} isLong />],
          ...(closed_at === undefined
            ? []
            : [[t.content.over, <Time key="over" at={closed_at} isLong />] as const]),
          ...(cure === undefined ? [] : [[t.content.cure, t.server(cure)] as const]),
        ]}
      />
    </Stack>
  )
}
