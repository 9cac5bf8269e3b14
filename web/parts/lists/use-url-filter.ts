import { useSearchParams } from 'wouter'

/** A filter that is kept in the page's address, so that users can share a link to what they see. */
export function useUrlFilter<Name extends string>(
  names: readonly Name[],
): readonly [Readonly<Partial<Record<Name, string>>>, (part: Partial<Record<Name, string>>) => void] {
  const [search, setSearch] = useSearchParams()
  const filter = Object.fromEntries(
    names.flatMap((name) => {
      const value = search.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  ) as Partial<Record<Name, string>>
  const patch = (part: Partial<Record<Name, string>>): void => {
    const wanted = Object.entries<string | undefined>({ ...filter, ...part })
    const given = wanted.filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    )
    setSearch(Object.fromEntries(given), { replace: true })
  }
  return [filter, patch]
}
