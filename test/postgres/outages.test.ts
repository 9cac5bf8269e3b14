import { Client } from 'pg'
import { expect, test } from 'vitest'
import { auditAccount } from '../../src/domain/delivery/audit-account.ts'
import { openAccountReader } from '../../src/store/postgres/open-account-reader.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { digestOf, push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { postgresDatabase } from '../support/postgres/postgres-databases.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

test('a push is accepted while lists wait for the database, on all connections that there are for them', async () => {
  await using database = await postgresDatabase()
  await using app = await startTestApp({ settings: { DATABASE_URL: database.url } })
  await createPolicy(app.api, { targets: ['http://127.0.0.1:1/'] })
  const locking = new Client(serverAddress(database.url)).on('error', () => undefined)
  await locking.connect()
  await locking.query('begin; lock table audit in access exclusive mode')

  // More than there are connections for lists.
  const asked = Array.from({ length: 12 }, () => app.api.get('/api/v2.0/audit-logs'))
  let answers = 0
  for (const one of asked) void one.then(() => answers++)
  await push(app)
  expect(answers).toBe(0)

  await locking.query('commit')
  await locking.end()
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200))
})

test('connections that are cut in the middle of a load lose nothing that was accepted', async () => {
  await using database = await postgresDatabase()
  await using receiver = await startReceiver()
  await using app = await startTestApp({
    settings: { DATABASE_URL: database.url, WEBHOOK_INITIAL_WAIT_MS: '50' },
  })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  const cut = (): Promise<unknown> =>
    database.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'bellbuoy %'`)

  const accepted: string[] = []
  for (let round = 0; round < 2; round++) {
    const pushes = Array.from({ length: 30 }, (_, n) => push(app, { repository: `team/app-${n % 9}` }))
    const [results] = await Promise.all([Promise.allSettled(pushes), cut()])
    for (const result of results) if (result.status === 'fulfilled') accepted.push(result.value)
  }
  await policy.ended(accepted.length, 50_000)

  const received = new Set(receiver.requests.map(digestOf))
  expect(accepted.filter((digest) => !received.has(digest))).toEqual([])
  await using reader = await openAccountReader(database.url)
  expect((await auditAccount(reader)).findings).toEqual([])
})
