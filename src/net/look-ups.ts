import { type LookupAddress, type LookupOptions, promises as dns } from 'node:dns'
import { exhaustedDescriptors } from './exhausted-descriptors.ts'

/** Each look-up holds a thread of Node's pool (16, `bin/bellbuoy`) until it ends, after ten seconds when no name server answers. */
const SLOW_MS = 1000
/** Slow names hold so many of these threads at the most, so that the others stay free for names that are answered. */
const SLOW_AT_A_TIME = 4
const MAX_SLOW_NAMES = 10_000

/** Looks names up, each once at a time; names whose last look-up was slow wait for each other. */
class LookUps {
  readonly #underWay = new Map<string, Promise<readonly LookupAddress[]>>()
  readonly #slow = new Set<string>()
  #slowUnderWay = 0
  readonly #waiting: (() => void)[] = []

  /** The addresses of a name. Rejects when it has none that could be found. */
  of(name: string, { family = 0, hints = 0 }: LookupOptions): Promise<readonly LookupAddress[]> {
    const key = `${name} ${family} ${hints}`
    const known = this.#underWay.get(key)
    if (known !== undefined) return known
    const looking = this.#inTurn(name, { family, hints }).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, looking)
    return looking
  }

  async #inTurn(name: string, options: LookupOptions): Promise<readonly LookupAddress[]> {
    if (!this.#slow.has(name)) return this.#look(name, options)
    if (this.#slowUnderWay < SLOW_AT_A_TIME) this.#slowUnderWay++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await this.#look(name, options)
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#slowUnderWay--
      else next()
    }
  }

  async #look(name: string, options: LookupOptions): Promise<readonly LookupAddress[]> {
    const began = performance.now()
    try {
      return await dns.lookup(name, { ...options, all: true })
    } catch (error) {
      // Without a descriptor for its files or a socket, a look-up says that there is no such name.
      throw exhaustedDescriptors() ?? error
    } finally {
      this.#note(name, performance.now() - began)
    }
  }

  #note(name: string, tookMs: number): void {
    if (tookMs < SLOW_MS) this.#slow.delete(name)
    else if (this.#slow.size < MAX_SLOW_NAMES) this.#slow.add(name)
  }
}

const lookUps = new LookUps()

/** The addresses of a host name, as the operating system finds them. Rejects when it finds none. */
export function addressesOf(name: string, options: LookupOptions = {}): Promise<readonly LookupAddress[]> {
  return lookUps.of(name, options)
}
