/** What a rule did since the listener started. */
export interface RuleCounts {
  accepted: number
  succeeded: number
  failed: number
  /** Of all attempts together. */
  durationMs: number
}

/** Counts for the metrics, by rule: there are as many as the operator wrote. */
export class RunCounts {
  readonly rules = new Map<string, RuleCounts>()
  /** Answers, by their status. */
  readonly answers = new Map<number, number>()

  answered(status: number): void {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
  }

  runAccepted(rule: string): void {
    this.#of(rule).accepted++
  }

  attemptEnded({
    rule,
    isSuccess,
    durationMs,
  }: {
    readonly rule: string
    readonly isSuccess: boolean
    readonly durationMs: number
  }): void {
    const counts = this.#of(rule)
    if (isSuccess) counts.succeeded++
    else counts.failed++
    counts.durationMs += durationMs
  }

  #of(rule: string): RuleCounts {
    const counts = this.rules.get(rule) ?? { accepted: 0, succeeded: 0, failed: 0, durationMs: 0 }
    this.rules.set(rule, counts)
    return counts
  }
}
