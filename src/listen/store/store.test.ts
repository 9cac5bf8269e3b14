import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { RunResult } from '../runs/run.ts'
import type { Facts } from '../webhook/webhook.ts'
import { prepareCarryOut } from './carry-out.ts'
import { migrate } from './migrate.ts'
import type { Acceptance, Finish, StoreOperations, StoreRequest, WantedRun } from './operations.ts'

const facts: Facts = {
  eventType: 'PUSH_ARTIFACT',
  project: 'team',
  repository: 'team/app',
  tag: 'v1',
  digest: '',
  resourceUrl: '',
  operator: '',
  severity: '',
}
const result: RunResult = {
  isSuccess: true,
  exitCode: 0,
  signal: null,
  statusCode: null,
  reason: '',
  durationMs: 5,
  output: 'done',
}

/** A store of its own in memory, whose webhooks and runs need little to say. */
function openStore() {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const carryOut = prepareCarryOut(database)
  const submit = <Name extends keyof StoreOperations>(
    name: Name,
    input: StoreOperations[Name]['input'],
  ): StoreOperations[Name]['result'] => {
    const [answer] = carryOut([{ name, input } as StoreRequest])
    if (answer === undefined || 'fault' in answer) throw new Error(answer?.fault.message)
    return answer.result as StoreOperations[Name]['result']
  }
  let webhooks = 0
  const accept = (wanted: Partial<WantedRun> = {}, acceptance: Partial<Acceptance> = {}) =>
    submit('accept', {
      identity: { kind: 'id', id: `w-${++webhooks}`, redelivery: 0 },
      receivedAtMs: 1000,
      contentType: 'application/json',
      bodyBase64: Buffer.from('{}').toString('base64'),
      repeatWindowMs: 2000,
      wanted: [
        { rule: 'a', event: 0, facts, orderKey: null, latestKey: null, onRedelivery: 'if-failed', ...wanted },
      ],
      ...acceptance,
    })
  const claim = (nowMs = 2000, rules = ['a'], free = 10) =>
    submit('claim', { nowMs, free, rules: rules.map((name) => ({ name, free })), session: null })
  const finish = (run: number, change: Partial<Finish> = {}) =>
    submit('finish', {
      run,
      startedAtMs: 2000,
      result,
      isInterrupted: false,
      next: { state: 'success', dueAtMs: null, reason: '' },
      nowMs: 3000,
      ...change,
    })
  const rows = (sql: string) => database.prepare(sql).all()
  return { database, submit, accept, claim, finish, rows }
}

const ids = (claimed: { readonly runs: readonly { readonly id: number }[] }) =>
  claimed.runs.map(({ id }) => id)
const retryAt = (dueAtMs: number) =>
  ({
    result: { ...result, isSuccess: false },
    next: { state: 'pending', dueAtMs, reason: 'failed' },
  }) as const

test('a claimed run has its body and facts, and is claimed once', () => {
  const { accept, claim } = openStore()
  accept()
  const { runs } = claim()
  expect(runs).toMatchObject([{ id: 1, rule: 'a', webhookId: 'w-1', facts, attempts: 0 }])
  expect(Buffer.from(runs[0]!.body).toString()).toBe('{}')
  expect(claim()).toEqual({ runs: [], nextDueAtMs: null })
})

test('no more are claimed than there is room, and not those of unknown rules', () => {
  const { accept, claim } = openStore()
  for (let index = 0; index < 3; index++) accept()
  accept({ rule: 'gone' })
  expect(ids(claim(2000, ['a'], 2))).toEqual([1, 2])
})

test('a retry is due when its time has come, and the claim says when that is', () => {
  const { accept, claim, finish } = openStore()
  accept()
  claim()
  expect(finish(1, retryAt(5000))).toBe('pending')
  expect(claim(4999)).toEqual({ runs: [], nextDueAtMs: 5000 })
  expect(claim(5000).runs).toMatchObject([{ id: 1, attempts: 1, failures: 1 }])
})

test('runs with one order key go one after the other, also while the first waits for its retry', () => {
  const { accept, claim, finish } = openStore()
  for (let index = 0; index < 3; index++) accept({ orderKey: 'k' })
  accept({ orderKey: 'other' })
  expect(ids(claim())).toEqual([1, 4])
  finish(1, retryAt(9000))
  expect(ids(claim())).toEqual([])
  expect(ids(claim(9000))).toEqual([1])
  finish(1)
  expect(ids(claim(9000))).toEqual([2])
  finish(2)
  expect(ids(claim(9000))).toEqual([3])
})

test('a newer run replaces those that wait, and one under way as soon as it fails', () => {
  const { accept, claim, finish, rows } = openStore()
  const same = { latestKey: 'l', orderKey: 'k' }
  accept(same)
  claim()
  accept(same)
  expect(accept(same).superseded).toEqual([2])
  expect(finish(1, retryAt(9000))).toBe('superseded')
  expect(rows('select id, state, reason from run')).toEqual([
    { id: 1, state: 'superseded', reason: 'run 3 replaces it' },
    { id: 2, state: 'superseded', reason: 'run 3 replaces it' },
    { id: 3, state: 'pending', reason: '' },
  ])
  expect(ids(claim())).toEqual([3])
})

test('a run that a person stops while it is under way is stopped, whatever its attempt says next', () => {
  const { accept, claim, finish, submit, database } = openStore()
  accept()
  claim()
  database.exec('update run set stop_asked_at = 1')
  expect(submit('stopsAsked', null)).toEqual([1])
  expect(submit('start', { run: 1, process: 'x' })).toBe(false)
  expect(finish(1, retryAt(9000))).toBe('stopped')
})

test('a run that was claimed and not started goes back as it was', () => {
  const { accept, claim, submit } = openStore()
  accept()
  claim()
  expect(submit('left', null)).toEqual([{ id: 1, startedAtMs: 2000, process: null, commandGroup: null }])
  expect(submit('giveBack', { run: 1, nowMs: 3000 })).toBe('pending')
  expect(claim(3000).runs).toMatchObject([{ id: 1, attempts: 0 }])
})

test('an operation that fails fails alone', () => {
  const { database } = openStore()
  const carryOut = prepareCarryOut(database)
  const finishNone = { run: 99, startedAtMs: 0, result, isInterrupted: false, nowMs: 0 }
  const next = { state: 'success', dueAtMs: null, reason: '' } as const
  const answers = carryOut([
    { name: 'stopsAsked', input: null },
    { name: 'finish', input: { ...finishNone, next } },
    { name: 'left', input: null },
  ])
  expect(answers).toEqual([
    { result: [] },
    { fault: { message: 'there is no run 99', resultCode: 0 } },
    { result: [] },
  ])
})

test('old runs go with their attempts and webhooks, by age and by count; those that have not ended stay', () => {
  const { accept, claim, finish, submit, rows } = openStore()
  for (let index = 0; index < 4; index++) accept()
  claim(2000, ['a'], 3)
  for (const run of [1, 2, 3]) finish(run, { nowMs: run * 1000 })
  const sweep = (nowMs: number, keepRuns: number): number =>
    submit('sweep', { nowMs, keepMs: 10_000, keepRuns, rules: ['a'] })
  expect(sweep(11_500, 100)).toBe(1)
  expect(rows('select id from run')).toEqual([{ id: 2 }, { id: 3 }, { id: 4 }])
  expect(sweep(11_500, 1)).toBe(2)
  expect(rows('select id from run')).toEqual([{ id: 4 }])
  expect([rows('select id from webhook'), rows('select * from attempt')]).toEqual([[{ id: 4 }], []])
  expect(sweep(11_500, 1)).toBe(0)
})

test('runs of a rule that is gone wait an hour, then end', () => {
  const { accept, submit, rows } = openStore()
  accept({ rule: 'gone', orderKey: 'k' })
  accept({ rule: 'gone', orderKey: 'k' })
  const sweep = (nowMs: number): number =>
    submit('sweep', { nowMs, keepMs: 1e9, keepRuns: 100, rules: ['a'] })
  expect(sweep(3_600_000)).toBe(0)
  expect([sweep(3_602_000), sweep(3_602_000)]).toEqual([1, 1])
  expect(rows('select state, reason from run')).toEqual(
    [1, 2].map(() => ({ state: 'stopped', reason: 'its rule is gone' })),
  )
})

test('what is due, waits for its turn or is repeated is found by an index, however much is stored', () => {
  const { database } = openStore()
  const planOf = (sql: string): string =>
    database
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => String(detail))
      .join('\n')
  expect(
    planOf(
      `select id from run where rule = 'a' and state = 'pending' and waits = 0 and due_at <= 1 order by due_at, id limit 1`,
    ),
  ).toBe('SEARCH run USING COVERING INDEX run_due (rule=? AND due_at<?)')
  expect(
    planOf(
      `select id from run where rule = 'a' and order_key = 'k' and ended_at is null order by id limit 1`,
    ),
  ).toBe('SEARCH run USING INDEX run_order (rule=? AND order_key=?)')
  expect(
    planOf(`update run set waits = 0 where rule = 'a' and latest_key = 'l' and id < 9 and ended_at is null`),
  ).toContain('run_replaced')
  expect(planOf(`select max(id) from run where rule = 'a' and latest_key = 'l' and id > 9`)).toContain(
    'run_latest',
  )
  expect(planOf(`select id from run where state = 'running' and stop_asked_at is not null`)).toContain(
    'run_running',
  )
  expect(planOf(`select id from webhook where identity = 'w' and identity_kind = 'id'`)).toContain(
    'webhook_identity',
  )
})
