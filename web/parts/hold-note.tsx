import { Alert, Card, Group, Stack, Text } from '@mantine/core'
import { CirclePause } from 'lucide-react'
import { useHold } from '../api/holds.ts'
import type { Scope } from '../api/client/scope.ts'
import { useText } from '../text/text-provider.tsx'
import { HoldButton } from './hold-button.tsx'
import { SectionHead } from './section-head.tsx'
import { Time } from './time/time.tsx'

/** Says that the deliveries of a project are held, and offers to release them. The hold of everything stands on every page anyway. */
export function HoldNote({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { data } = useHold(scope)
  const hold = data?.holds.find(({ scope: of }) => of === 'project')
  if (data === undefined || hold === undefined) return null
  return (
    <Alert color="yellow" icon={<CirclePause size={18} />} mb="md" title={t.hold.title}>
      <Stack gap="xs">
        <Text size="sm">{t.hold.says}</Text>
        <Group justify="space-between">
          <Text size="sm">
            {t.hold.heldBy('project', hold.by)} <Time at={hold.since} isLong />.{' '}
            {t.hold.waiting(data.waiting)}
          </Text>
          <HoldButton scope={scope} verb="release" waiting={data.waiting} />
        </Group>
      </Stack>
    </Alert>
  )
}

/** Holds the deliveries of a project, or releases them, for those who may. */
export function HoldCard({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { data } = useHold(scope)
  const isHeld = data?.holds.some(({ scope: of }) => of === 'project') === true
  return (
    <Card>
      <SectionHead title={t.hold.hold('project')} says={t.hold.hint} />
      <HoldNote scope={scope} />
      <div>{data !== undefined && !isHeld && <HoldButton scope={scope} verb="hold" />}</div>
    </Card>
  )
}
