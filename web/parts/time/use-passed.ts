import { useEffect, useState } from 'react'

const HEADER_PX = 56
/** More than the length of any page: elements further down are not passed. */
const FAR_PX = 10_000_000

/**
 * Whether the user has scrolled past an element.
 *
 * @returns the `ref` of the element, the element itself, and whether it is above the visible part of the page
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
