import { messageOf } from '../../domain/errors.ts'
import { CommandFault, EXIT, exitCodeOf } from './exit-codes.ts'
import { openProgress } from './progress.ts'

/** What one call has counted or done, of many that follow each other. */
export interface Round<Cursor> {
  readonly matched: number
  readonly done: number
  /** What was left alone, by the reason. */
  readonly left?: readonly Left[]
  /** Of what came before a time, some has been removed: a sentence. */
  readonly incomplete?: string
  /** There is more than it could count. */
  readonly isFloor?: boolean
  /** Where the next call goes on; null after the last. */
  readonly next: Cursor | null
}

export interface Left {
  readonly reason: string
  readonly count: number
}

/** The sum of all rounds. */
export interface Tally {
  readonly matched: number
  readonly done: number
  readonly left: readonly Left[]
  readonly incomplete: string | null
  readonly isFloor: boolean
}

export interface RoundsOptions {
  /** Looked at between two calls. */
  readonly signal: AbortSignal
  /** What is said meanwhile at a terminal. */
  readonly meanwhile: (tally: Tally) => string
  /** What is said of how far it came, where it does not come to its end. */
  readonly soFar: (tally: Tally) => string
}

const NONE: Tally = { matched: 0, done: 0, left: [], incomplete: null, isFloor: false }

/**
 * Calls until nothing is left.
 *
 * @throws CommandFault that says how far it came, after Ctrl+C and when a call fails
 */
export async function inRounds<Cursor>(
  call: (cursor: Cursor | null) => Promise<Round<Cursor>>,
  { signal, meanwhile, soFar }: RoundsOptions,
): Promise<Tally> {
  using progress = openProgress()
  let tally = NONE
  let cursor: Cursor | null = null
  do {
    if (signal.aborted) throw new CommandFault(EXIT.interrupted, soFar(tally))
    progress.show(meanwhile(tally))
    const round: Round<Cursor> = await call(cursor).catch((error: unknown) => {
      throw new CommandFault(exitCodeOf(error), `${messageOf(error)}; ${soFar(tally)}`)
    })
    tally = sum(tally, round)
    cursor = round.next
  } while (cursor !== null)
  return tally
}

function sum(tally: Tally, { matched, done, left = [], incomplete, isFloor }: Round<unknown>): Tally {
  const counts = new Map(tally.left.map(({ reason, count }) => [reason, count]))
  for (const { reason, count } of left) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return {
    matched: tally.matched + matched,
    done: tally.done + done,
    left: [...counts].map(([reason, count]) => ({ reason, count })),
    incomplete: tally.incomplete ?? incomplete ?? null,
    isFloor: tally.isFloor || isFloor === true,
  }
}
