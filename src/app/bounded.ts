import type { BoundedWork } from '../bounded/bounded-work.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import { BellbuoyError, badRequest } from '../domain/errors.ts'
import type { TriedFilter, TriedVerdict } from '../domain/policy/try-filter.ts'
import { createTemplates } from '../payloads/templates.ts'

/** What one caller may have waiting for an answer. */
const MAX_DRAFTS_WAITING = 20

/** A delivery that has waited so long for its turn goes back to the store and waits there, before its lease runs out. */
const MAX_WAIT_MS = 60_000

/** Templates that run in processes of their own. */
export function boundedTemplates(bounded: BoundedWork): Templates {
  return createTemplates({
    async fill(input, owner) {
      const end = await bounded.run({ name: 'fill', input, owner, ...limitOf(owner) })
      if (end === null) return null
      return 'overBudget' in end ? { fault: end.overBudget, isOverBudget: true } : end.result
    },
    close: () => bounded[Symbol.dispose](),
  })
}

function limitOf(owner: string): { readonly maxWaiting?: number; readonly maxWaitMs?: number } {
  return owner.startsWith('policy ') ? { maxWaitMs: MAX_WAIT_MS } : { maxWaiting: MAX_DRAFTS_WAITING }
}

/** Events that one task holds against a filter: with the largest filter that is some hundred milliseconds of work. */
const EVENTS_A_TASK = 10

/** Tries a filter in a process of its own, some events at a time, so that others come to their turn in between. */
export async function tryFilter(
  bounded: BoundedWork,
  { policy, events }: TriedFilter,
  owner: string,
): Promise<readonly TriedVerdict[]> {
  const verdicts: TriedVerdict[] = []
  for (let from = 0; from < events.length; from += EVENTS_A_TASK) {
    const some = events.slice(from, from + EVENTS_A_TASK)
    const end = await bounded.run({
      name: 'verdicts',
      input: { policy, events: some },
      owner,
      maxWaiting: MAX_DRAFTS_WAITING,
    })
    if (end === null) throw new BellbuoyError('UNAVAILABLE', 'the program ends', { retryAfterSeconds: 5 })
    if ('overBudget' in end) throw badRequest(`the filter cannot be tried: ${end.overBudget}`)
    verdicts.push(...end.result)
  }
  return verdicts
}
