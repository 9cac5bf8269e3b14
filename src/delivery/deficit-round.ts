/**
 * Deficit round robin (Shreedhar and Varghese, 1995) between members who all want turns that cost differently much. A member goes on
 * while it has credit; each turn is charged to it, and each time that it is passed over it gets some. So costs are shared equally, and
 * between two turns of one member each other one has few.
 */
export class DeficitRound<Member> {
  readonly #quantum: number
  /** Those who wait, in the order in which they are asked. */
  readonly #waiting = new Set<Member>()
  /** Of those who wait, and the debts of others who had turns since somebody began to wait. */
  readonly #credits = new Map<Member, number>()

  /** @param quantum credit of a member in each round */
  constructor(quantum: number) {
    this.#quantum = quantum
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  /** Lets a member wait for turns, behind all others; one that comes back still has its debt. */
  add(member: Member): void {
    if (this.#waiting.has(member)) return
    this.#waiting.add(member)
    this.#credits.set(member, this.#credits.get(member) ?? this.#quantum)
  }

  /** Whose turn it is, as long as it is not charged: undefined when nobody waits. */
  next(): Member | undefined {
    let passes = 0
    // A member that goes to the end of a set while it is gone through comes again.
    for (const member of this.#waiting) {
      if (this.#creditOf(member) > 0) return member
      if (++passes > this.#waiting.size) {
        this.#skipRounds()
        passes = 0
      }
      this.charge(member, -this.#quantum)
      this.#waiting.delete(member)
      this.#waiting.add(member)
    }
    return undefined
  }

  charge(member: Member, cost: number): void {
    this.#credits.set(member, this.#creditOf(member) - cost)
  }

  /** A member waits no more, and loses the credit that it has left. Debts are forgotten once nobody waits. */
  remove(member: Member): void {
    this.#waiting.delete(member)
    if (this.isEmpty) this.#credits.clear()
    else if (this.#creditOf(member) > 0) this.#credits.delete(member)
  }

  #creditOf(member: Member): number {
    return this.#credits.get(member) ?? 0
  }

  /** Passes over the rounds in which all are in debt. */
  #skipRounds(): void {
    let best = -Infinity
    for (const member of this.#waiting) best = Math.max(best, this.#creditOf(member))
    const rounds = Math.floor(-best / this.#quantum)
    for (const member of this.#waiting) this.charge(member, -rounds * this.#quantum)
  }
}
