import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { logPlans, planReader } from '../support/postgres/logged-plans.ts'
import { postgresDatabase } from '../support/postgres/postgres-databases.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const EVENTS = 20

test('what is planned while the tables are empty finds deliveries, tags, manifests and repositories by their keys', async () => {
  await using database = await postgresDatabase()
  for (const statement of logPlans(new URL(database.url).pathname.slice(1))) await database.query(statement)
  await using app = await startTestApp({
    database: { url: database.url, file: '', rows: () => [], [Symbol.asyncDispose]: () => Promise.resolve() },
  })
  await using receiver = await startReceiver()
  const policy = await createPolicy(app.api, { project: 'new', targets: [receiver.url()] })
  const newPlans = planReader(join(inject('runFolder'), 'log'))
  await newPlans()
  const push = (n: number) => pushEvent({ repository: `new/app-${n}`, tag: 'v1', digest: randomDigest() })
  await app.postEnvelope(envelope(Array.from({ length: EVENTS }, (_, n) => push(n))))
  await policy.ended(EVENTS)

  const plans = await newPlans()
  const moves = plans.filter(({ text }) => text.includes('update delivery d set state = x.state'))
  const lookUps = plans.filter(({ text }) => /from json_to_recordset.*\n\s*cross join lateral/.test(text))
  const before = plans.filter(
    ({ text }) => text.includes('json_agg(answer)') && text.includes('from manifest'),
  )
  const writes = plans.filter(({ text }) => text.includes('insert into event'))
  for (const some of [moves, lookUps, before, writes]) expect(some.length).toBeGreaterThan(0)
  for (const { text, scanned, readThrough } of [...moves, ...lookUps, ...before, ...writes])
    expect([...scanned, ...readThrough], text).toEqual([])
})
