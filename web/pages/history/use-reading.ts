import { useState } from 'react'
import { usePassed } from '../../parts/time/use-passed.ts'
import { useSince } from './period.ts'

/** How far a reader has gone on in a list, and the periods that stay as they are while they read. */
export function useReading() {
  const { ref, element, isPassed } = usePassed()
  const [isHeld, setHeld] = useState(false)
  return {
    /** Where the list begins. */
    beginning: ref,
    hasScrolledOn: isPassed,
    since: useSince(isHeld),
    /** Takes note whether the list stands still for them. */
    note: (holds: boolean): void => {
      if (holds !== isHeld) setHeld(holds)
    },
    toBeginning: () => {
      element?.scrollIntoView({ block: 'start' })
      element?.focus({ preventScroll: true })
    },
  }
}
