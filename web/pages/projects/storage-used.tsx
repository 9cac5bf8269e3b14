import { Badge, Group, Text } from '@mantine/core'
import type { QuotaSummary } from '../../../src/contract/projects/quota.ts'
import { bytesText, quotaLevel } from '../../../src/contract/projects/storage.ts'
import { useLanguage, useText } from '../../text/text-provider.tsx'

/** The storage that a project uses, and how close it is to its limit. */
export function StorageUsed({ quota: { hard, used, warning_percent } }: { readonly quota: QuotaSummary }) {
  const t = useText()
  const { language } = useLanguage()
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const level =
    hard.storage < 0 ? 0 : quotaLevel({ limitBytes: hard.storage, usedBytes: used.storage }, warning_percent)
  return (
    <Group gap="xs" component="span">
      {bytesText(used.storage)}
      {hard.storage > 0 && (
        <Text c="dimmed" span inherit>
          {t.projects.storageOf(percent.format(used.storage / hard.storage))}
        </Text>
      )}
      {level === 1 && <Badge color="yellow">{t.projects.storageNear}</Badge>}
      {level === 2 && <Badge color="red">{t.projects.storageOver}</Badge>}
    </Group>
  )
}
