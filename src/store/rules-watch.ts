/** Knows the newest revision of the rules that this process has seen, and calls its listeners when it has grown, no matter which process changed the rules. */
export class RulesWatch {
  #revision: number
  readonly #listeners: (() => void)[] = []

  /** @param revision that of the store as it is opened: nothing is remembered by an older one */
  constructor(revision = 0) {
    this.#revision = revision
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** This process has changed the rules. */
  changed(revision: number): void {
    this.#revision = Math.max(this.#revision, revision)
    for (const listener of this.#listeners) listener()
  }

  /** The store has answered with this revision, which another process may have brought about. */
  seen(revision: number): void {
    if (revision > this.#revision) this.changed(revision)
  }
}
