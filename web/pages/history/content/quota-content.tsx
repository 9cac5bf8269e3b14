import { Progress, Stack, Text } from '@mantine/core'
import type { EventContentBody } from '../../../../src/contract/history/event-content.ts'
import { bytesText } from '../../../../src/contract/projects/storage.ts'
import { useText } from '../../../text/text-provider.tsx'

/** Near its end from here on, in per cent; where the registry warns. */
const NEARLY_FULL = 85

/** How full the storage of a project is. */
export function QuotaContent({ quota }: { readonly quota: NonNullable<EventContentBody['quota']> }) {
  const t = useText()
  const { limit_bytes: limit, used_bytes: used, details } = quota
  const percent =
    limit === undefined || used === undefined || limit <= 0 ? null : Math.round((used / limit) * 100)
  return (
    <Stack gap="xs">
      {percent !== null && (
        <Progress
          size="lg"
          value={Math.min(100, percent)}
          color={percent >= 100 ? 'red' : percent >= NEARLY_FULL ? 'orange' : 'sea'}
          aria-label={t.content.used}
        />
      )}
      {used !== undefined && (
        <Text>
          {limit === undefined
            ? t.content.usedOfUnknown(bytesText(used))
            : t.content.usedOf(bytesText(used), bytesText(limit), percent)}
        </Text>
      )}
      {details !== undefined && (
        <Text c="dimmed" size="sm" className="path">
          {details}
        </Text>
      )}
    </Stack>
  )
}
