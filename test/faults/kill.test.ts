import { afterAll, describe, expect, test } from 'vitest'
import { type KillRunFigures, killRun } from './kill-run.ts'

const { KILL_RUNS, KILL_SEED } = process.env
const runs = Number(KILL_RUNS ?? 10)
const firstSeed = Number(KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))

describe('kill -9 at a random moment under load loses nothing that was accepted', () => {
  const figures: KillRunFigures[] = []

  test.each(Array.from({ length: runs }, (_, run) => run))('run %i', { timeout: 60_000 }, async (run) => {
    const seed = firstSeed + run
    try {
      figures.push(await killRun({ seed, failing: seed % 2 === 1 }))
    } catch (error) {
      throw new Error(`KILL_RUNS=1 KILL_SEED=${seed} starts with the same plan`, { cause: error })
    }
  })

  test.skipIf(runs < 10)('and the runs were under load', () => {
    expect(sum('accepted')).toBeGreaterThan(20 * runs)
  })

  const sum = (name: keyof KillRunFigures): number => figures.reduce((total, run) => total + run[name], 0)

  afterAll(() => {
    if (KILL_RUNS === undefined) return
    const totals = (['kills', 'accepted', 'deliveries', 'duplicates'] as const).map(
      (name) => `${sum(name)} ${name}`,
    )
    console.log(`${figures.length} of ${runs} runs lost nothing: ${totals.join(', ')}`)
  })
})
