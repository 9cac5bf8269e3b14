import { useEffect, useState } from 'react'

const HEADER_PX = 56
/** Further down than any page is long: what is still to come is not passed. */
const FAR_PX = 10_000_000

/**
 * Whether the reader has scrolled past an element, with where to put it.
 *
 * @returns the `ref` of the element, the element itself, and whether its place is above what the page shows
 */
export function usePassed() {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [isPassed, setPassed] = useState(false)
  useEffect(() => {
    if (element === null) return
    const observer = new IntersectionObserver(
      (entries) => setPassed(entries.at(-1)?.isIntersecting === false),
      { rootMargin: `-${HEADER_PX}px 0px ${FAR_PX}px 0px` },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return { ref: setElement, element, isPassed: element !== null && isPassed }
}
