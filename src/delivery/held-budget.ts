/** Counted for a delivery that is being stored or claimed, while its payload is not here yet. */
const EXPECTED_BYTES = 2048

/**
 * The memory for payloads that wait in all lanes together. A lane that answers may hold much of it, so that its deliveries need
 * not be claimed from the store; when it is spent, each lane holds little, and the rest waits in the store.
 */
export class HeldBudget {
  readonly #limitBytes: number
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get isSpent(): boolean {
    return this.#bytes >= this.#limitBytes
  }

  /** @param deliveries more than before, or fewer when negative */
  expect(deliveries: number): void {
    this.#bytes += deliveries * EXPECTED_BYTES
  }

  hold(bytes: number): void {
    this.#bytes += bytes
  }

  free(bytes: number): void {
    this.#bytes -= bytes
  }
}
