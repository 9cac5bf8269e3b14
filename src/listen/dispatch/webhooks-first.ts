import { setTimeout as delay } from 'node:timers/promises'

/** So many webhooks at a time are a rush. */
const RUSH = 8
/** How often runs start in a rush. */
const START_EVERY_MS = 100
const LOOK_EVERY_MS = 5

/**
 * In a rush webhooks are taken in first: their senders wait for an answer, and a command takes more of the machine than many webhooks. Runs
 * start as soon as it is over, and ten times a second while it lasts.
 */
export class WebhooksFirst {
  readonly #takingIn: () => number
  #passedAtMs = 0

  /** @param takingIn webhooks that are read or wait for the disk */
  constructor(takingIn: () => number) {
    this.#takingIn = takingIn
  }

  /** Resolves when runs may start. */
  async pass(): Promise<void> {
    const untilMs = this.#passedAtMs + START_EVERY_MS
    while (this.#takingIn() >= RUSH && performance.now() < untilMs) await delay(LOOK_EVERY_MS)
    this.#passedAtMs = performance.now()
  }
}
