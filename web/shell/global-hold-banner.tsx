import { Alert, Group, Text } from '@mantine/core'
import { CirclePause } from 'lucide-react'
import { SYSTEM_SCOPE } from '../api/client/scope.ts'
import { useHold } from '../api/holds.ts'
import { useMay, useSystemInfo } from '../api/session.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Time } from '../parts/time/time.tsx'
import { useText } from '../text/text-provider.tsx'

/** Stands above every page while all deliveries are held. Those who may release them see who holds them and what waits. */
export function GlobalHoldBanner() {
  const t = useText()
  const since = useSystemInfo().data?.deliveries_held_since
  const mayRelease = useMay(null)('notification-policy:update')
  const { data } = useHold(SYSTEM_SCOPE, since !== undefined && mayRelease)
  if (since === undefined) return null
  const by = data?.holds[0]?.by
  return (
    <Alert color="yellow" icon={<CirclePause size={18} />} mb="md" title={t.hold.title}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {by === undefined ? t.hold.heldAll : t.hold.heldBy('everything', by)} <Time at={since} isLong />.{' '}
          {by === undefined ? t.hold.says : t.hold.waiting(data?.waiting ?? 0)}
        </Text>
        {by !== undefined && <HoldButton scope={SYSTEM_SCOPE} verb="release" waiting={data?.waiting ?? 0} />}
      </Group>
    </Alert>
  )
}
