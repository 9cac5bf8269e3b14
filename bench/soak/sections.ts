import { median, sumOf } from '../measure/statistics.ts'
import { type Goal, type Row, type Section, orNull } from '../report/section.ts'
import type { Account } from './audit.ts'
import type { Turn } from './turn.ts'

type Figure = Exclude<keyof Turn, 'fault' | 'life'>

interface Shown {
  readonly of: Figure
  readonly label: string
  readonly digits: number
}

const SHOWN: readonly Shown[] = [
  { of: 'answerP99Ms', label: 'answer p99, ms', digits: 1 },
  { of: 'arrivalP50Ms', label: 'arrival p50, ms', digits: 1 },
  { of: 'arrivalP99Ms', label: 'arrival p99, ms', digits: 1 },
  { of: 'residentMib', label: 'memory, MiB', digits: 0 },
  { of: 'descriptors', label: 'open descriptors', digits: 0 },
  { of: 'databaseMib', label: 'database, MiB', digits: 0 },
]

/** The first turns of a life fill caches and have code compiled. */
const WARM_UP_TURNS = 2

/** Most that a figure may have grown from the first turns of a life to its last. */
const FLAT: readonly {
  readonly of: Figure
  readonly name: string
  readonly most: number
  readonly slack: number
}[] = [
  { of: 'arrivalP99Ms', name: 'arrival p99', most: 1.25, slack: 2 },
  { of: 'residentMib', name: 'memory', most: 1.25, slack: 16 },
  { of: 'descriptors', name: 'descriptors', most: 1.1, slack: 4 },
]

/** The turns in which nothing went wrong, at the beginning and at the end of each life, and whether they are alike. */
export function soakSection(turns: readonly Turn[], eventsPerSecond: number, account: Account): Section {
  const lives = livesOf(turns)
  const events = sumOf(turns, (turn) => turn.events)
  return {
    title: `${String(events)} events, ${eventsPerSecond.toFixed(0)} a second, in ${String(turns.length)} turns`,
    columns: lives.flatMap(({ life }) => [`life ${String(life)}, first`, `life ${String(life)}, last`]),
    rows: rowsOf(lives.flatMap(({ first, last }) => [first, last])),
    differences: [],
    goals: [...lives.flatMap(goalsOf), accountGoal(account)],
    rounds: [],
  }
}

/** The turns of each fault. */
export function faultSection(turns: readonly Turn[]): Section {
  const byFault = Map.groupBy(turns, ({ fault }) => fault ?? 'nothing goes wrong')
  const figures: readonly Shown[] = [
    { of: 'answerP99Ms', label: 'answer p99, ms', digits: 1 },
    { of: 'arrivalP99Ms', label: 'arrival p99, ms', digits: 1 },
    { of: 'repeats', label: 'repeats', digits: 0 },
  ]
  return {
    title: 'By fault, medians',
    columns: figures.map(({ label }) => label),
    rows: [...byFault].map(([label, own]) => ({
      label,
      digits: 1,
      values: figures.map(({ of }) => orNull(median(own.map((turn) => turn[of])))),
    })),
    differences: [],
    rounds: [],
  }
}

/** The turns of one process without a fault: the first third of them, and the last. */
interface Life {
  readonly life: number
  readonly first: readonly Turn[]
  readonly last: readonly Turn[]
}

function livesOf(turns: readonly Turn[]): readonly Life[] {
  const quiet = turns.filter(({ fault }) => fault === null)
  return [...Map.groupBy(quiet, ({ life }) => life)].map(([life, all]) => {
    const warm = all.length > 2 * WARM_UP_TURNS ? all.slice(WARM_UP_TURNS) : all
    const third = Math.ceil(warm.length / 3)
    return { life, first: warm.slice(0, third), last: warm.slice(-third) }
  })
}

function rowsOf(parts: readonly (readonly Turn[])[]): readonly Row[] {
  return SHOWN.map(({ of, label, digits }) => ({
    label,
    digits,
    values: parts.map((turns) => orNull(median(turns.map((turn) => turn[of])))),
  }))
}

function goalsOf({ life, first, last }: Life): readonly Goal[] {
  return FLAT.map(({ of, name, most, slack }) => {
    const before = median(first.map((turn) => turn[of]))
    const after = median(last.map((turn) => turn[of]))
    return {
      text: `${name} of life ${String(life)} stays flat (${before.toFixed(1)} at first, ${after.toFixed(1)} at last)`,
      isReached: after <= Math.max(before * most, before + slack),
    }
  })
}

function accountGoal({ balances, text }: Account): Goal {
  return { text: `the loss account balances (${text.trim().split('\n').at(-1) ?? ''})`, isReached: balances }
}
