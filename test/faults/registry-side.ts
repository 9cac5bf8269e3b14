import {
  type DistributionEnvelope,
  type DistributionEvent,
  envelope,
  pushEvent,
  randomDigest,
} from '../support/events/envelopes.ts'
import type { TakesEnvelopes } from '../support/app/push.ts'

const REPOSITORY = 'team/app'

/** What a registry knows of the events it reports: which were acknowledged, and which it has to report again. */
export class RegistrySide {
  /** Digests of the events in envelopes that were answered 2xx. */
  readonly acknowledged = new Set<string>()
  /** How often each status was answered; 0 stands for a connection that broke. */
  readonly answers = new Map<number, number>()
  /** `Retry-After` of the answers 503. */
  readonly retryAfter = new Set<unknown>()
  readonly #owed = new Set<DistributionEnvelope>()
  readonly #random: () => number
  #stopped = false

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** Envelopes without a 2xx so far. */
  get owed(): number {
    return this.#owed.size
  }

  /** Posts new envelopes, several at a time, until the server is gone or `stop` is called. */
  async postTo(server: TakesEnvelopes, posters = 8): Promise<void> {
    this.#stopped = false
    const keepPosting = async (): Promise<void> => {
      while (!this.#stopped && (await this.post(server)) !== 0);
    }
    await Promise.all(Array.from({ length: posters }, keepPosting))
  }

  stop(): void {
    this.#stopped = true
  }

  /** Posts one new envelope of one to three events; the status, 0 when the connection broke. */
  async post(server: TakesEnvelopes, repository = REPOSITORY): Promise<number> {
    const count = 1 + Math.floor(this.#random() * 3)
    const made = envelope(Array.from({ length: count }, () => newPush(repository)))
    this.#owed.add(made)
    return this.#send(server, made)
  }

  /** Posts again what was never acknowledged, as a registry does: the same events with the same ids. */
  async repost(server: TakesEnvelopes): Promise<void> {
    for (const owed of this.#owed) await this.#send(server, owed)
  }

  async #send(server: TakesEnvelopes, sent: DistributionEnvelope): Promise<number> {
    const answer = await server.postEnvelope(sent).catch(() => null)
    const status = answer?.status ?? 0
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
    if (status === 503) this.retryAfter.add(answer?.headers['retry-after'])
    if (status < 200 || status > 299) return status
    this.#owed.delete(sent)
    for (const { target } of sent.events) this.acknowledged.add(target.digest!)
    return status
  }
}

function newPush(repository: string): DistributionEvent {
  return pushEvent({ repository, tag: 'latest', digest: randomDigest() })
}
