import { Group, Text } from '@mantine/core'
import { Ban, CircleCheck, CirclePause, CircleX, type LucideIcon, Minus, PowerOff } from 'lucide-react'
import type { HealthState } from '../../api/policy-health.ts'
import { useText } from '../../text/text-provider.tsx'

const QUIET = 'var(--mantine-color-dimmed)'
const RED = 'var(--mantine-color-error)'

/** The shape says it, colour only helps: trouble is the only colour on a healthy page. */
const MARKS: Readonly<Record<HealthState, readonly [LucideIcon, string]>> = {
  failing: [CircleX, RED],
  auto_disabled: [Ban, RED],
  held: [CirclePause, QUIET],
  working: [CircleCheck, QUIET],
  idle: [Minus, QUIET],
  disabled: [PowerOff, QUIET],
}

export function HealthMark({ state }: { readonly state: HealthState }) {
  const [Icon, color] = MARKS[state]
  return <Icon size={16} color={color} aria-hidden className="topmark" />
}

/** The state of a webhook as a mark and a word. */
export function HealthWord({ state }: { readonly state: HealthState }) {
  const t = useText()
  return (
    <Group gap={6} wrap="nowrap">
      <HealthMark state={state} />
      <Text span size="sm" fw={500} c={MARKS[state][1]}>
        {t.webhooks.states[state]}
      </Text>
    </Group>
  )
}
