import type { Clock } from '../domain/clock.ts'
import type { Scanner } from '../domain/scanning/scanner.ts'
import type { AdapterMetadata } from './adapter-answer.ts'
import type { Adapter } from './adapter.ts'

const KNOWN_MS = 60_000
const MAX_KNOWN = 1000

export interface AdapterDescriptions {
  /** What a scanner said of itself in the last minute; null when it did not serve. */
  of: (scanner: Scanner) => Promise<AdapterMetadata | null>
}

export interface AdapterDescriptionsParts {
  readonly adapterOf: (scanner: Scanner) => Pick<Adapter, 'metadata'>
  readonly clock: Clock
}

/** Asks scanners what they are, each once a minute, however many ask for it. */
export function createAdapterDescriptions({
  adapterOf,
  clock,
}: AdapterDescriptionsParts): AdapterDescriptions {
  const known = new Map<
    string,
    { readonly untilMs: number; readonly said: Promise<AdapterMetadata | null> }
  >()
  return {
    of(scanner) {
      const key = `${scanner.uuid} ${scanner.updatedAtMs}`
      const entry = known.get(key)
      if (entry !== undefined && entry.untilMs > clock.now()) return entry.said
      if (known.size >= MAX_KNOWN) known.clear()
      const said = adapterOf(scanner)
        .metadata()
        .catch(() => null)
      known.set(key, { untilMs: clock.now() + KNOWN_MS, said })
      return said
    },
  }
}
