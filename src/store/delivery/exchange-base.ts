/** A request or a response on record, as JSON: values, and `headers` with values of their own. */
export type Exchange = Readonly<Record<string, unknown>>

/** What an exchange has other than its base, by the position of the value. */
export type Differences = Readonly<Record<string, unknown>>

/** An exchange as a list. */
export interface FlatExchange {
  /**
   * Names every value, in its order. Exchanges of one shape can be written as one of them and their differences: those of one target mostly
   * differ in a few headers.
   */
  readonly shape: string
  readonly values: readonly unknown[]
}

/** @param valueOf what to take for a header, by its name */
export function flattened(
  exchange: Exchange,
  valueOf: (name: string, value: unknown) => unknown = (_, value) => value,
): FlatExchange {
  const values: unknown[] = []
  let shape = ''
  for (const name of Object.keys(exchange)) {
    const value = exchange[name]
    shape += `${name}\n`
    if (!isHeaders(name, value)) values.push(value)
    else
      for (const header of Object.keys(value)) {
        shape += `${header}:`
        values.push(valueOf(header, value[header]))
      }
  }
  return { shape, values }
}

/** The values by which an exchange differs from another one of the same shape; null when it does not. */
export function differencesFrom(base: FlatExchange, exchange: FlatExchange): Differences | null {
  let differences: Record<string, unknown> | null = null
  for (const [index, value] of exchange.values.entries())
    if (!isSame(base.values[index], value)) (differences ??= {})[index] = value
  return differences
}

/** The exchange with the values of a list of its shape. */
export function withValues(exchange: Exchange, values: readonly unknown[]): Exchange {
  let index = 0
  return mapped(exchange, () => values[index++])
}

/** The exchange of which these are the differences. */
export function withDifferences(base: Exchange, differences: Differences): Exchange {
  let index = 0
  return mapped(base, (value) => {
    const own = index++
    return own in differences ? differences[own] : value
  })
}

/** Every value changed, in its order. */
function mapped(exchange: Exchange, change: (value: unknown) => unknown): Exchange {
  const all = Object.entries(exchange).map(([name, value]) => {
    if (!isHeaders(name, value)) return [name, change(value)] as const
    const headers = Object.entries(value).map(([header, one]) => [header, change(one)] as const)
    return [name, Object.fromEntries(headers)] as const
  })
  return Object.fromEntries(all)
}

function isHeaders(name: string, value: unknown): value is Readonly<Record<string, unknown>> {
  return name === 'headers' && typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
}
