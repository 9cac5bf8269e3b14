import { expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { openMigrated, openSharedPool } from '../../src/store/postgres/open-connections.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'

test('several processes that start on an empty PostgreSQL database create its tables once', async () => {
  await using database = await emptyPostgresDatabase()
  const open = async () => {
    await using pool = openSharedPool(serverAddress(database.url), systemClock)
    await openMigrated(pool)
  }

  await Promise.all([open(), open(), open()])

  const tables = await database.query(`select table_name as name from information_schema.tables
    where table_schema = 'public' order by 1`)
  expect(tables.map(({ name }) => name)).toContain('delivery')
})

test('texts are compared byte by byte, whatever the language of the database', async () => {
  await using database = await emptyPostgresDatabase()
  await using pool = openSharedPool(serverAddress(database.url), systemClock)
  await openMigrated(pool)

  const others = await database.query(`select table_name, column_name from information_schema.columns
    where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`)
  expect(others).toEqual([])
})
