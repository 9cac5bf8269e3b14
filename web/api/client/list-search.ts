/** A page of a list, of what has a text in its name. */
export interface ListSearch {
  /** Empty: all. */
  readonly name: string
  /** From 1 on. */
  readonly page: number
  readonly size: number
}

/** A condition of Harbor's `q` that a field holds a text; empty where there is none to look for. */
export function named(field: string, text: string): string {
  return text === '' ? '' : `${field}=~${encodeURIComponent(text)}`
}

/** Harbor's `q` of all that is asked for; undefined where nothing is. */
export function conditions(...all: readonly string[]): string | undefined {
  const asked = all.filter((condition) => condition !== '')
  return asked.length === 0 ? undefined : asked.join(',')
}
