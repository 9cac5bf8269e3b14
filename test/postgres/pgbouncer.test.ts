import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { auditAccount } from '../../src/domain/delivery/audit-account.ts'
import { BY_INDEX } from '../../src/store/postgres/connection-settings.ts'
import { inTransaction } from '../../src/store/postgres/in-transaction.ts'
import { openAccountReader } from '../../src/store/postgres/open-account-reader.ts'
import { ReconnectingPool } from '../../src/store/postgres/reconnecting-pool.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { statement } from '../../src/store/postgres/hot/session.ts'
import { digestOf, push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { postgresDatabase } from '../support/postgres/postgres-databases.ts'
import { startPooler } from '../support/postgres/pooler.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const SETTINGS = statement(`
  select current_setting('synchronous_commit') as commit, current_setting('lock_timeout') as lock`)

describe.skipIf(!available('pgbouncer'))('through PgBouncer in transaction mode', () => {
  test('every push is delivered once, also when its connections are fewer than ours', async () => {
    await using database = await postgresDatabase()
    await using pooler = await startPooler(3)
    await using receiver = await startReceiver()
    const url = pooler.through(database.url)
    await using app = await startTestApp({ settings: { DATABASE_URL: url } })
    const policy = await createPolicy(app.api, { targets: [receiver.url()] })

    const digests = await Promise.all(
      Array.from({ length: 120 }, (_, n) => push(app, { repository: `team/app-${n % 7}` })),
    )
    const executions = await policy.ended(120)

    expect(executions.every(({ status }) => status === 'Success')).toBe(true)
    expect(receiver.requests.map(digestOf).toSorted()).toEqual(digests.toSorted())
    await using reader = await openAccountReader(url)
    expect((await auditAccount(reader)).findings).toEqual([])
  })

  test('a transaction has the settings on which its promises rest, whatever the connection had', async () => {
    await using database = await postgresDatabase()
    await using pooler = await startPooler(1)
    const address = serverAddress(pooler.through(database.url))
    const options = { address, maxConnections: 2, settings: BY_INDEX, pipeline: true, clock: systemClock }
    await using pool = new ReconnectingPool({ ...options, purpose: 'test' })

    const settings = await Promise.all(
      Array.from({ length: 4 }, () => inTransaction(pool, ({ ask }) => ask(SETTINGS))),
    )

    expect(settings.flat()).toEqual(Array.from({ length: 4 }, () => ({ commit: 'on', lock: '20s' })))
    expect(pool.isBehindPooler).toBe(true)
  })
})
