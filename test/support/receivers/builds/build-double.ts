import type { ServiceDouble } from '../service-double.ts'

/** A build system as its maker documents it. */
export interface BuildDouble extends ServiceDouble {
  /** What a build reads of a payload as the format writes it, under the names of the facts. */
  readonly factsIn: (payload: string) => Readonly<Record<string, string>>
  /** The payload in the body of a request. */
  readonly payloadIn: (body: string) => string
}

/** Facts under their names, of variables whose names are in capitals. */
export function namedInCapitals(
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]))
}
