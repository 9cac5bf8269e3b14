import { expect, test } from 'vitest'
import type { WrongTokens } from '../../src/domain/registry/wrong-tokens.ts'
import { KeptOut } from '../../src/intake/kept-out.ts'
import { createLog } from '../../src/log.ts'
import { ProblemWatch } from '../../src/problems/problem-watch.ts'
import { TargetOutcomes } from '../../src/problems/target-outcomes.ts'
import { postgresDatabase } from '../store/postgres-database.ts'
import { sqliteDatabase } from '../store/sqlite-database.ts'
import { type TestStore, openTestStore } from '../store/test-store.ts'
import { waitUntil } from '../support/wait-until.ts'

const MINUTE_MS = 60_000
const log = createLog('silent')

/** What one process does about wrong tokens, of which it has seen these. */
function watchIn({ store, clock }: TestStore, seen: Map<string, WrongTokens>) {
  let looks = 0
  const watch = new ProblemWatch({
    findOwnTroubles: () => Promise.resolve([]),
    store: { ...store, writeFault: async () => (looks++, null) },
    outcomes: new TargetOutcomes(),
    intake: {
      lastEventOf: () => null,
      takeWrongTokens(name) {
        const taken = seen.get(name) ?? null
        seen.delete(name)
        return taken
      },
      publish: async () => undefined,
    },
    clock,
    log,
  })
  watch.start()
  return { watch, looks: () => looks }
}

test('wrong tokens that one process was shown are one open problem, though others saw none', async () => {
  await using stored = await openTestStore({ create: postgresDatabase })
  const { store, clock } = stored
  await store.sources.create({ name: 'dock', kind: 'distribution', token: 't' })
  const nowMs = clock.now()
  const seen = new Map([
    ['dock', { sinceMs: nowMs - 2 * MINUTE_MS, lastMs: nowMs, address: '192.0.2.7' }],
    ['made up', { sinceMs: nowMs - 2 * MINUTE_MS, lastMs: nowMs, address: '192.0.2.7' }],
  ])
  const [one, other] = [watchIn(stored, seen), watchIn(stored, new Map())]
  await using watches = new AsyncDisposableStack()
  for (const { watch } of [one, other]) watches.use(watch)

  const bothLook = (): boolean => {
    clock.advance(1000)
    return Math.min(one.looks(), other.looks()) >= 6
  }
  await waitUntil(bothLook, { what: 'both look again and again', timeoutMs: 30_000 })

  const [problem] = await store.problems.open()
  expect(problem).toMatchObject({
    kind: 'source_refused',
    cause: 'wrong_token',
    reason: '192.0.2.7 shows a wrong token',
    timesOpened: 1,
  })
})

test.for([
  ['is no problem while another process accepts others', true],
  ['is a problem while none accepts any', false],
] as const)('a source whose notifications one process refuses %s', async ([, isAccepted]) => {
  await using stored = await openTestStore({ create: sqliteDatabase })
  const { store, clock } = stored
  const sourceId = await store.sources.create({ name: 'dock', kind: 'distribution', token: 't' })
  const parts = { keptOut: store.keptOut, hasOthers: true, clock, log }
  await using refusing = new KeptOut(parts)
  await using accepting = new KeptOut(parts)

  for (let seconds = 0; seconds < 180; seconds += 5) {
    refusing.refused(sourceId, 'no envelope', null)
    if (isAccepted) accepting.accepted(sourceId)
    clock.advance(5000)
    await Promise.all([accepting.write(), refusing.write()])
  }

  const source = await store.sources.byId(sourceId)
  if (isAccepted) expect(source?.refusedSinceMs).toBeNull()
  else expect(source?.refusedSinceMs).not.toBeNull()
})
