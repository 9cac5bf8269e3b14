import type { LogLine } from './log-line.ts'
import type { ManifestFacts, PushedManifests } from './pushed-manifests.ts'

/** The rules of `docs/sources/distribution.md` need these settings. */
export interface RuleTimes {
  readonly settleSeconds: number
  readonly pullWindowSeconds: number
}

interface UntaggedPush {
  readonly digest: string
  readonly client: string
  /** When its client last pushed to the repository. */
  sinceSeconds: number
}

type Action = 'push' | 'pull' | 'delete'

const MANIFEST = /^\/v2\/(?<repository>.+)\/manifests\/(?<reference>[^/]+)$/
/** Whose pulls and deletions are nobody's, by default. */
const IGNORED_CLIENT = /^\S+ (?:Bellbuoy|harbor-registry-client|harbor-replication-service)(?:\/|$)/
const ACCESSORY_TAG = /^sha256-[0-9a-f]{64}(?:\.\w+)?$/
const TYPES = {
  push: { image: 'PUSH_ARTIFACT', chart: 'UPLOAD_CHART' },
  pull: { image: 'PULL_ARTIFACT', chart: 'DOWNLOAD_CHART' },
  delete: { image: 'DELETE_ARTIFACT', chart: 'DELETE_CHART' },
} as const

/** An event in short: its type, repository, digest and tag (`-` without one). */
export function inShort(type: string, repository: string, digest: string, tag: string | null): string {
  return `${type} ${repository} ${digest.slice(0, 19)} ${tag ?? '-'}`
}

/** What must be reported of a run: each event in short, as often as it happened. */
export function expectedEvents(
  log: readonly LogLine[],
  pushed: PushedManifests,
  times: RuleTimes,
): readonly string[] {
  const repositories = new Map<string, RepositoryRules>()
  const manifestOf = pushed.reader()
  for (const line of log) {
    // Blobs, mounts, uploads and lists make no event.
    const { repository, reference } = MANIFEST.exec(line.path)?.groups ?? {}
    if (repository === undefined || reference === undefined) continue
    const rules = repositories.getOrInsertComputed(repository, () => new RepositoryRules(repository, times))
    rules.read(line, reference, () => manifestOf(repository, reference))
  }
  return [...repositories.values()].flatMap((rules) => rules.events())
}

/** The rules, applied to the requests of one repository in their order. */
class RepositoryRules {
  readonly #repository: string
  readonly #times: RuleTimes
  readonly #events: string[] = []
  readonly #manifests = new Map<string, ManifestFacts>()
  readonly #tags = new Map<string, string>()
  readonly #accessories = new Set<string>()
  readonly #pulls = new Map<string, number>()
  #untagged: UntaggedPush[] = []

  constructor(repository: string, times: RuleTimes) {
    this.#repository = repository
    this.#times = times
  }

  /** @param manifest what was pushed, where it was a push */
  read(line: LogLine, reference: string, manifest: () => ManifestFacts): void {
    const { method, status, client } = line
    if (method === 'PUT' && status === 201) this.#push(line, reference, manifest())
    if (IGNORED_CLIENT.test(client)) return
    if (method === 'GET' && status === 200) this.#pull(line, reference)
    if (method === 'DELETE' && status === 202) this.#delete(reference)
  }

  #push({ client, atSeconds }: LogLine, reference: string, manifest: ManifestFacts): void {
    const { digest, parts } = manifest
    this.#manifests.set(digest, manifest)
    if (ACCESSORY_TAG.test(reference)) for (const one of [digest, ...parts]) this.#accessories.add(one)
    const isUntagged = reference === digest
    // The tag of a manifest joins its push by digest, and an index takes its parts.
    this.#untagged = this.#untagged.filter((push) => {
      const isSame = push.digest === digest && push.client === client && !isUntagged
      return !this.#isHeld(push, atSeconds) || (!isSame && !parts.includes(push.digest))
    })
    for (const push of this.#untagged)
      if (push.client === client && this.#isHeld(push, atSeconds)) push.sinceSeconds = atSeconds
    if (isUntagged) return void this.#untagged.push({ digest, client, sinceSeconds: atSeconds })
    if (this.#tags.get(reference) !== digest) this.#report('CREATE_TAG', digest, reference)
    this.#tags.set(reference, digest)
    this.#reportAction('push', digest, reference)
  }

  #pull({ client, atSeconds }: LogLine, reference: string): void {
    const digest = this.#tags.get(reference) ?? reference
    const isReadBack = this.#untagged.some(
      (push) => reference === push.digest && push.client === client && this.#isHeld(push, atSeconds),
    )
    const lastSeconds = this.#pulls.get(`${client} ${digest}`) ?? -Infinity
    if (isReadBack || atSeconds - lastSeconds < this.#times.pullWindowSeconds) return
    for (const one of [digest, ...(this.#manifests.get(digest)?.parts ?? [])])
      this.#pulls.set(`${client} ${one}`, atSeconds)
    this.#reportAction('pull', digest, reference === digest ? null : reference)
  }

  /** The registry deletes by digest only; the tags go with the manifest. */
  #delete(digest: string): void {
    const tags = [...this.#tags].filter(([, pointsTo]) => pointsTo === digest).map(([tag]) => tag)
    this.#reportAction('delete', digest, null)
    for (const tag of tags) {
      this.#tags.delete(tag)
      this.#report('DELETE_TAG', digest, tag)
    }
  }

  /** All events so far; what got no tag and no index stands for itself. */
  events(): readonly string[] {
    for (const { digest } of this.#untagged.splice(0)) this.#reportAction('push', digest, null)
    return this.#events
  }

  #isHeld({ sinceSeconds }: UntaggedPush, atSeconds: number): boolean {
    return atSeconds - sinceSeconds < this.#times.settleSeconds
  }

  #reportAction(action: Action, digest: string, tag: string | null): void {
    const isChart = this.#manifests.get(digest)?.isChart === true
    this.#report(TYPES[action][isChart ? 'chart' : 'image'], digest, tag)
  }

  #report(type: string, digest: string, tag: string | null): void {
    if (!this.#accessories.has(digest)) this.#events.push(inShort(type, this.#repository, digest, tag))
  }
}
