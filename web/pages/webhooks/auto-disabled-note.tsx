import { Alert, Stack, Text } from '@mantine/core'
import { CircleX } from 'lucide-react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

/** Says when and why Bellbuoy disabled a webhook, and how to go on; nothing unless it did. */
export function AutoDisabledNote({ policy }: { readonly policy: PolicyResponse }) {
  const t = useText()
  const { auto_disabled: disabled } = policy
  if (disabled === undefined) return null
  return (
    <Alert color="red" icon={<CircleX size={18} />} mb="md" title={t.autoDisabled.title}>
      <Stack gap="xs">
        <Text size="sm" className="path">
          <Time at={disabled.at} isLong />: {t.server(disabled.reason)}
        </Text>
        <Text size="sm">{t.autoDisabled.hint}</Text>
      </Stack>
    </Alert>
  )
}
