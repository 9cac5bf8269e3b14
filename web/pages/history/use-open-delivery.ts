import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/** The delivery that is open beside a list. The page's address names it, so a link opens it, and Back closes it. */
export function useOpenDelivery() {
  const [search, setSearch] = useSearchParams()
  const written = search.get('open')
  const openId = written !== null && /^\d{1,15}$/.test(written) ? Number(written) : undefined
  const isOpen = openId !== undefined
  const set = useCallback(
    (id: number | null): void =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          if (id === null) next.delete('open')
          else next.set('open', String(id))
          return next
        },
        { replace: isOpen },
      ),
    [setSearch, isOpen],
  )
  return { openId, open: set, close: useCallback(() => set(null), [set]) }
}
