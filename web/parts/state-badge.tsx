import { Badge, type MantineColor } from '@mantine/core'
import { Ban, CircleCheck, CircleX, Clock, Hourglass, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { DeliveryResponse } from '../../src/contract/history/history.ts'
import { useText } from '../text/text-provider.tsx'

export type DeliveryState = DeliveryResponse['state']

/** The state of a delivery. Colour is never the only sign: each state has an icon and a word too. */
const LOOKS: Readonly<Record<DeliveryState, readonly [MantineColor, LucideIcon]>> = {
  success: ['teal', CircleCheck],
  error: ['red', CircleX],
  pending: ['yellow', Clock],
  running: ['blue', LoaderCircle],
  stopped: ['gray', Ban],
  expired: ['grape', Hourglass],
}

export const STATES = Object.keys(LOOKS) as readonly DeliveryState[]

export function StateBadge({ state }: { readonly state: DeliveryState }) {
  const t = useText()
  const [color, Icon] = LOOKS[state]
  return (
    <Badge color={color} className="state" leftSection={<Icon size={13} aria-hidden />}>
      {t.states[state]}
    </Badge>
  )
}
