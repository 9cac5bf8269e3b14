import { Badge, Text, Tooltip } from '@mantine/core'
import { CircleCheck, CirclePause, CircleX, Clock, Unplug } from 'lucide-react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { useNewestDeliveries } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useText } from '../../text/text-provider.tsx'
import { healthOf } from './health-of.ts'

const LOOKS = {
  well: ['teal', CircleCheck],
  failing: ['red', CircleX],
  retrying: ['yellow', Clock],
  unreachable: ['red', Unplug],
  paused: ['gray', CirclePause],
  disabled: ['red', CircleX],
} as const

/** The health of a policy, with the number of its newest deliveries that succeeded. */
export function Health({ scope, policy }: { readonly scope: Scope; readonly policy: PolicyResponse }) {
  const t = useText()
  const deliveries = useNewestDeliveries(scope, { policy_id: policy.id })
  const items = deliveries.data?.items ?? []
  const isCutOff =
    policy.auto_disabled !== undefined ||
    policy.targets.some(({ paused, unreachable }) => paused === true || unreachable !== undefined)
  if (items.length === 0 && !isCutOff)
    return (
      <Text c="dimmed" inherit>
        {t.health.nothingYet}
      </Text>
    )
  const { state, delivered, ended } = healthOf(policy, items)
  const [color, Icon] = LOOKS[state]
  return (
    <Tooltip label={t.health.says(delivered, ended)}>
      <Badge color={color} leftSection={<Icon size={13} aria-hidden />}>
        {t.health[state]}
      </Badge>
    </Tooltip>
  )
}
