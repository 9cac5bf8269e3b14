import { useCallback, useState } from 'react'
import { useNow } from '../../parts/time/use-now.ts'

const LENGTHS_MS = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
} as const

export type Period = keyof typeof LENGTHS_MS
export const PERIODS = Object.keys(LENGTHS_MS) as readonly Period[]

export function isPeriod(text: string): text is Period {
  return text in LENGTHS_MS
}

/**
 * When a period that ends now began, as RFC 3339. It moves in steps of a minute, so that what is asked for stays the same
 * question for a while.
 *
 * @param isHeld true: it does not move, because the user is reading its results
 */
export function useSince(isHeld = false): (period: string) => string | undefined {
  const now = Math.floor(useNow() / 60_000)
  const [minute, setMinute] = useState(now)
  if (minute !== now && !isHeld) setMinute(now)
  return useCallback(
    (period) => (isPeriod(period) ? new Date(minute * 60_000 - LENGTHS_MS[period]).toISOString() : undefined),
    [minute],
  )
}
