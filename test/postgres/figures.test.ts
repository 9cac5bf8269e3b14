import { expect, test } from 'vitest'
import { postgresAppDatabase } from '../support/app/app-database.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

test('the metrics show the connections by what they are for, and the commits', async () => {
  await using database = await postgresAppDatabase()
  await using app = await startTestApp({ database })
  await push(app, { repository: 'shop/web', tag: 'v1' })

  const { body } = await app.api.get('/metrics')

  const lines = (body as string).split('\n')
  const valueOf = (name: string): number =>
    Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length))
  for (const pool of ['intake', 'delivery', 'api', 'look-ups', 'callers']) {
    const open = ['in_use', 'idle'].map((state) =>
      valueOf(`bellbuoy_database_connections{pool="${pool}",state="${state}"}`),
    )
    expect(open.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
    expect(valueOf(`bellbuoy_database_connection_waiters{pool="${pool}"}`)).toBe(0)
  }
  expect(valueOf('bellbuoy_commit_operations_sum')).toBeGreaterThan(0)
  expect(valueOf('bellbuoy_commit_seconds_count')).toBe(valueOf('bellbuoy_commit_operations_count'))
})
