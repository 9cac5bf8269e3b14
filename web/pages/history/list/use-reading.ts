import { useState } from 'react'
import { usePassed } from '../../../parts/time/use-passed.ts'
import { useSince } from '../period.ts'

/** How far the user has scrolled in a list. Periods do not move while the user reads. */
export function useReading() {
  const { ref, element, isPassed } = usePassed()
  const [isHeld, setHeld] = useState(false)
  return {
    /** Where the list begins. */
    beginning: ref,
    hasScrolledOn: isPassed,
    since: useSince(isHeld),
    /** Records whether the list is held while the user reads. */
    note: (holds: boolean): void => {
      if (holds !== isHeld) setHeld(holds)
    },
    toBeginning: () => {
      element?.scrollIntoView({ block: 'start' })
      element?.focus({ preventScroll: true })
    },
  }
}
