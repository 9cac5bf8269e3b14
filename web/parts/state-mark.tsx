import type { ReactNode } from 'react'
import type { DeliveryResponse } from '../../src/contract/history/history.ts'
import { useText } from '../text/text-provider.tsx'
import classes from './state-mark.module.css'

export type DeliveryState = DeliveryResponse['state']

/** The shape of a mark, as of a topmark at sea: the shape says the state, colour only helps. */
export type Shape =
  'delivered' | 'failed' | 'retrying' | 'waiting' | 'running' | 'stopped' | 'expired' | 'unsent'

const SHAPES: Readonly<Record<Shape, ReactNode>> = {
  delivered: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  failed: <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  retrying: <path d="M6 1.2 11.2 10.6H.8z" fill="currentColor" />,
  waiting: <path d="M6 2.4 10.2 9.9H1.8z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  running: (
    <circle
      cx="6"
      cy="6"
      r="4.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeDasharray="7 2.2"
    />
  ),
  stopped: <path d="M2 2h8v8H2z" fill="currentColor" />,
  expired: <path d="M2 1.5h8L6 6l4 4.5H2L6 6z" fill="currentColor" />,
  unsent: <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
}

const SHAPE_OF: Readonly<Record<DeliveryState, Shape>> = {
  success: 'delivered',
  error: 'failed',
  pending: 'waiting',
  running: 'running',
  stopped: 'stopped',
  expired: 'expired',
}

export const STATES = Object.keys(SHAPE_OF) as readonly DeliveryState[]

/** A mark with its word beside it. */
export function Mark({ shape, children }: { readonly shape: Shape; readonly children: ReactNode }) {
  return (
    <span className={classes['mark']} data-shape={shape}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden>
        {SHAPES[shape]}
      </svg>
      <span>{children}</span>
    </span>
  )
}

/** The state of a delivery; one that failed before and is due again is being retried. */
export function StateMark({
  state,
  attempts = 0,
}: {
  readonly state: DeliveryState
  readonly attempts?: number
}) {
  const t = useText()
  const isRetrying = state === 'pending' && attempts > 0
  return (
    <Mark shape={isRetrying ? 'retrying' : SHAPE_OF[state]}>
      {isRetrying ? t.lists.retrying : t.states[state]}
    </Mark>
  )
}
