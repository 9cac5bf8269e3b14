import type { Section } from '../report/section.ts'
import type { Bench } from '../run/bench.ts'
import { audit } from './audit.ts'
import type { Fault } from './fault.ts'
import { KILL, faultsOf } from './faults.ts'
import { Lives } from './lives.ts'
import { mostEventsPerSecond } from './most-events.ts'
import { faultSection, soakSection } from './sections.ts'
import { type Turn, runTurn } from './turn.ts'

const TURN_SECONDS = { shortest: 1, longest: 30 }
/** One without and one with each fault, and the kill, as far as the time allows. */
const FEWEST_TURNS = 24

/**
 * Sends events at half of the most that the server can do for as many seconds as the options say; every other turn something goes wrong, and
 * in the middle the process is killed. Throws when an event does not arrive, or arrives twice without a reason.
 */
export async function soakBellbuoy(bench: Bench): Promise<readonly Section[]> {
  await using lives = await Lives.start(bench)
  const parts = { bench, lives }
  const eventsPerSecond = (await mostEventsPerSecond(parts)) / 2
  const { shortest, longest } = TURN_SECONDS
  const seconds = Math.max(shortest, Math.min(longest, bench.options.seconds / FEWEST_TURNS))
  const turns: Turn[] = []
  for (const fault of faultsInTurns(bench, bench.options.seconds / seconds)) {
    const turn = await runTurn(parts, { eventsPerSecond, seconds, fault })
    turns.push(turn)
    bench.progress(turnLine(turn, turns.length))
  }
  const account = await audit(lives.plan)
  return [soakSection(turns, eventsPerSecond, account), faultSection(turns)]
}

/** Null: nothing goes wrong. */
function faultsInTurns({ options }: Bench, count: number): readonly (Fault | null)[] {
  const faults = faultsOf(options)
  const turns = Math.max(2, Math.floor(count))
  const middle = (turns >> 1) | 1
  return Array.from({ length: turns }, (_, turn) => {
    if (turn === middle) return KILL
    return turn % 2 === 0 ? null : (faults[(turn >> 1) % faults.length] ?? null)
  })
}

function turnLine(turn: Turn, number: number): string {
  const { fault, events, arrivalP99Ms, residentMib, descriptors, repeats } = turn
  return `turn ${String(number)}, ${fault ?? 'nothing goes wrong'}: ${String(events)} events, p99 ${arrivalP99Ms.toFixed(1)} ms, ${residentMib.toFixed(0)} MiB, ${String(descriptors)} descriptors, ${String(repeats)} repeats`
}
