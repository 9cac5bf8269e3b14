import type { Answer } from '../support/receivers/answer.ts'
import { digestOf } from '../support/app/push.ts'
import type { ReceivedRequest } from '../support/receivers/received-requests.ts'
import { waitUntil } from '../support/wait-until.ts'

/** What a receiver has said 200 to: for each path and digest the `webhook-id`s, and how often each came. */
export class Arrivals {
  readonly #byPath = new Map<string, Map<string, Set<string>>>()
  readonly #timesById = new Map<string, number>()

  /** Notes a request and gives the answer to it. */
  take(request: ReceivedRequest): Answer {
    const id = String(request.headers['webhook-id'])
    const digest = digestOf(request)
    const byDigest = this.#byPath.getOrInsertComputed(request.path, () => new Map<string, Set<string>>())
    byDigest.getOrInsertComputed(digest, () => new Set<string>()).add(id)
    this.#timesById.set(id, (this.#timesById.get(id) ?? 0) + 1)
    return { status: 200 }
  }

  /** Those of these digests that did not arrive at this path. */
  missing(path: string, digests: ReadonlySet<string>): readonly string[] {
    const arrived = this.#byPath.get(path)
    return [...digests].filter((digest) => arrived?.has(digest) !== true)
  }

  /** Waits until every one of these digests has arrived at every one of these paths. */
  async waitForAll(
    paths: readonly string[],
    digests: ReadonlySet<string>,
    timeoutMs = 15_000,
  ): Promise<void> {
    const noneIsMissing = (): true => {
      const missing = paths.flatMap((path) =>
        this.missing(path, digests).map((digest) => `${path} ${digest}`),
      )
      if (missing.length === 0) return true
      throw new Error(`${missing.length} are missing, such as ${missing[0]}`)
    }
    const what = `${digests.size} events arrive at ${paths.join(' and ')}`
    await waitUntil(noneIsMissing, { what, timeoutMs })
  }

  /** Digests that came under more than one `webhook-id` at one path. */
  get ambiguous(): readonly string[] {
    const all = [...this.#byPath.values()].flatMap((byDigest) => [...byDigest])
    return all.filter(([, ids]) => ids.size > 1).map(([digest]) => digest)
  }

  /** Deliveries that arrived, each counted once. */
  get delivered(): number {
    return this.#timesById.size
  }

  /** Requests beyond the first with the same `webhook-id`. */
  get duplicates(): number {
    return [...this.#timesById.values()].reduce((sum, times) => sum + times - 1, 0)
  }

  /** How often the delivery came that came most often. */
  get mostOften(): number {
    return Math.max(0, ...this.#timesById.values())
  }
}
