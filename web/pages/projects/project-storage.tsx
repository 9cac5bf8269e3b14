import { Badge, Button, Card, Group, NumberInput, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { QuotaResponse } from '../../../src/contract/quota.ts'
import { useQuota, useSetStorageLimit } from '../../api/quotas.ts'
import { useConfiguration } from '../../api/system.ts'
import { Facts } from '../../parts/facts.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useLanguage, useText } from '../../text/text-provider.tsx'
import { bytesText } from './bytes-text.ts'
import { DECIMALS, limitOf, typedLimit } from './storage-limit.ts'

interface ProjectStorageProps {
  readonly projectId: number
  readonly mayChange: boolean
}

/** What a project takes up of its storage limit. */
export function ProjectStorage({ projectId, mayChange }: ProjectStorageProps) {
  const t = useText()
  const quota = useQuota(projectId)
  const configuration = useConfiguration()
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {t.projects.storage}
      </Title>
      <Loaded query={configuration}>
        {({ quota_warning_percent: { value: warningPercent } }) => (
          <Loaded query={quota}>
            {({ used, hard }) => (
              <Stack gap="sm">
                <Text c="dimmed">{t.projects.storageHint(warningPercent)}</Text>
                <Usage used={used.storage} limit={hard.storage} warningPercent={warningPercent} />
                {mayChange && <LimitForm key={hard.storage} projectId={projectId} limit={hard.storage} />}
              </Stack>
            )}
          </Loaded>
        )}
      </Loaded>
    </Card>
  )
}

interface UsageProps {
  readonly used: number
  /** -1: none. */
  readonly limit: QuotaResponse['hard']['storage']
  readonly warningPercent: number
}

function Usage({ used, limit, warningPercent }: UsageProps) {
  const t = useText()
  const { language } = useLanguage()
  const hasLimit = limit >= 0
  const isOver = hasLimit && used > limit
  const isNear = hasLimit && !isOver && used * 100 >= limit * warningPercent
  const share = limit > 0 ? used / limit : null
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Facts
      facts={[
        [
          t.projects.storageUsed,
          <Group key="used" gap="xs">
            {bytesText(used)}
            {share !== null && <Text c="dimmed">{t.projects.storageOf(percent.format(share))}</Text>}
            {isNear && <Badge color="yellow">{t.projects.storageNear}</Badge>}
            {isOver && <Badge color="red">{t.projects.storageOver}</Badge>}
          </Group>,
        ],
        [t.projects.storageLimit, hasLimit ? bytesText(limit) : t.projects.storageNoLimit],
      ]}
    />
  )
}

function LimitForm({ projectId, limit }: { readonly projectId: number; readonly limit: number }) {
  const t = useText()
  const notice = useNotice()
  const set = useSetStorageLimit(projectId)
  const [typed, setTyped] = useState<number | string>(typedLimit(limit))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate(limitOf(typed, limit), { onSuccess: () => notice.done(t.saved) })
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end">
          <NumberInput
            label={t.projects.storageSet}
            description={t.projects.storageSetHint}
            value={typed}
            onChange={setTyped}
            min={0}
            decimalScale={DECIMALS}
            hideControls
          />
          <Button type="submit" variant="default" loading={set.isPending}>
            {t.save}
          </Button>
        </Group>
        {set.error !== null && <FailureNote error={set.error} />}
      </Stack>
    </form>
  )
}
