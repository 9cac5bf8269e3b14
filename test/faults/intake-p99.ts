import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { BellbuoyProcess } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'

/** Pairs of rounds, one quiet and one under attack; more of them give a figure that means more. */
const { LOAD_ROUNDS } = process.env
const ROUNDS = Number(LOAD_ROUNDS ?? 3)
const ROUND_MS = 2000
const PUSH_EVERY_MS = 10
/** A machine with others on it is noisy: a figure that is too high is measured anew, so often and no more. */
const TRIES = 3
/** A short form can tell whether someone holds the server up, and not more. */
const MOST = LOAD_ROUNDS === undefined ? 3 : 1.2

/** What is asserted, for the name of a test. */
export const STEADY = LOAD_ROUNDS === undefined ? 'to three times at most' : 'by no more than a fifth'

/** Whatever it does goes on while `meanwhile` runs, and has ended when it resolves. */
export type Attack = <Result>(meanwhile: () => Promise<Result>) => Promise<Result>

/** The p99 under attack by the quiet one: the median of the rounds of each, which take turns. */
async function ratioOf(bellbuoy: BellbuoyProcess, attack: Attack): Promise<number> {
  const quiet: number[] = []
  const attacked: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    quiet.push(await roundOf(bellbuoy))
    attacked.push(await attack(() => roundOf(bellbuoy)))
  }
  return median(attacked) / median(quiet)
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
export const STEADY_TIMEOUT_MS = 300_000 + TRIES * ROUNDS * 30_000

/** Asserts that an attack moves the p99 of the answers to pushes no further than `STEADY` says. */
export async function expectSteadyIntake(bellbuoy: BellbuoyProcess, attack: Attack): Promise<void> {
  // What is compiled, opened and filled on first use is not what is measured.
  await attack(() => roundOf(bellbuoy))
  const ratios: number[] = []
  while (ratios.length < TRIES && !ratios.some((ratio) => ratio <= MOST)) {
    ratios.push(await ratioOf(bellbuoy, attack))
  }
  if (LOAD_ROUNDS !== undefined)
    console.log(
      `p99 of intake under attack, by the quiet one: ${ratios.map((one) => one.toFixed(2)).join(', ')}`,
    )
  expect(Math.min(...ratios)).toBeLessThanOrEqual(MOST)
}
