import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { BellbuoyProcess } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'

/** Pairs of rounds, one quiet and one under attack; more of them give a figure that means more. */
const { LOAD_ROUNDS } = process.env
const ROUNDS = Number(LOAD_ROUNDS ?? 3)
/** In the long form the p99 of a round is the tenth of the slowest answers, and not the second. */
const ROUND_MS = LOAD_ROUNDS === undefined ? 2000 : 10_000
const PUSH_EVERY_MS = 10
/** A machine with others on it is noisy: a figure that is too high is measured anew, so often and no more. */
const TRIES = 3
const MOST = 1.2
/**
 * A short form on a machine with others on it can tell whether someone holds the server up, and not more: a caller that blocks a thread
 * or the store for longer than that is seen.
 */
const HELD_UP_MS = 100

/** What is asserted, for the name of a test. */
export const STEADY = LOAD_ROUNDS === undefined ? `to ${HELD_UP_MS} ms at most` : 'by no more than a fifth'

interface P99 {
  readonly quietMs: number
  readonly attackedMs: number
}

/** Whatever it does goes on while `meanwhile` runs, and has ended when it resolves. */
export type Attack = <Result>(meanwhile: () => Promise<Result>) => Promise<Result>

/** The p99 without and under attack: the median of the rounds of each, which take turns. */
async function measure(bellbuoy: BellbuoyProcess, attack: Attack): Promise<P99> {
  const quiet: number[] = []
  const attacked: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    quiet.push(await roundOf(bellbuoy))
    attacked.push(await attack(() => roundOf(bellbuoy)))
  }
  return { quietMs: median(quiet), attackedMs: median(attacked) }
}

/** Pushes at a steady pace, however long the answers take; the p99 of the answers, in ms. */
async function roundOf(bellbuoy: BellbuoyProcess): Promise<number> {
  const latenciesMs: number[] = []
  const pushes: Promise<void>[] = []
  const began = performance.now()
  for (let sent = 0; sent * PUSH_EVERY_MS < ROUND_MS; sent++) {
    await delay(Math.max(0, began + sent * PUSH_EVERY_MS - performance.now()))
    const sentAt = performance.now()
    pushes.push(push(bellbuoy).then(() => void latenciesMs.push(performance.now() - sentAt)))
  }
  await Promise.all(pushes)
  return latenciesMs.toSorted((one, other) => one - other)[Math.ceil(latenciesMs.length * 0.99) - 1]!
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1]!
}

/** How long a test of it may take. */
export const STEADY_TIMEOUT_MS = 300_000 + TRIES * ROUNDS * 60_000

/** Asserts that an attack moves the p99 of the answers to pushes no further than `STEADY` says. */
export async function expectSteadyIntake(bellbuoy: BellbuoyProcess, attack: Attack): Promise<void> {
  // What is compiled, opened and filled on first use is not what is measured.
  await attack(() => roundOf(bellbuoy))
  const measured: P99[] = []
  while (measured.length < TRIES && !measured.some(isSteady)) measured.push(await measure(bellbuoy, attack))
  if (LOAD_ROUNDS !== undefined)
    console.log(`p99 of intake under attack, by the quiet one: ${measured.map(ratioText).join(', ')}`)
  expect(measured.some(isSteady), measured.map(ratioText).join(', ')).toBe(true)
}

function isSteady({ quietMs, attackedMs }: P99): boolean {
  return attackedMs <= (LOAD_ROUNDS === undefined ? HELD_UP_MS : quietMs * MOST)
}

function ratioText({ quietMs, attackedMs }: P99): string {
  return `${attackedMs.toFixed(1)} / ${quietMs.toFixed(1)} ms = ${(attackedMs / quietMs).toFixed(2)}`
}
