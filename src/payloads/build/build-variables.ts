import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { buildFacts } from './build-facts.ts'

/** The facts of an event under names in capitals, for builds that read them from their environment: `IMAGE`. */
export function buildVariables(input: PayloadInput): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(buildFacts(input)).map(([name, value]: [string, string]) => [name.toUpperCase(), value]),
  )
}
