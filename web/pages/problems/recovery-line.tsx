import { Progress, Text } from '@mantine/core'
import type { Problem } from '../../api/problems.ts'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

/** What became of the deliveries that were sent again: how many have ended, and how; nothing while nobody sent any. */
export function RecoveryLine({ problem: { recovery } }: { readonly problem: Problem }) {
  const t = useText()
  if (recovery === undefined) return null
  const { at, by, sent, delivered, failed, waiting } = recovery
  const says = t.problems.sentAgain({ sent, delivered, failed, waiting })
  return (
    <div>
      <Text size="sm" component="div">
        {says} · {t.problems.sentBy(by)} <Time at={at} />
      </Text>
      {waiting > 0 && (
        <Progress.Root size="sm" mt={4} maw="24rem">
          <Progress.Section value={sent === 0 ? 0 : (100 * (delivered + failed)) / sent} aria-label={says} />
        </Progress.Root>
      )}
    </div>
  )
}
