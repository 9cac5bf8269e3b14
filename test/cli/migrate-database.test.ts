import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { AUTH_HEADER, ODD_TEXT, createRichDatabase } from '../support/app/rich-database.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type PostgresDatabase, emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'
import { Program } from '../support/program.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const TIMEOUT = { timeout: 240_000 }
const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))

/** A database that is rich in all that has to be carried; tests read it and copies of it. */
let folder: TemporaryFolder
let rich: string

beforeAll(async () => {
  folder = await temporaryFolder('rich')
  rich = await createRichDatabase(folder.path)
}, 120_000)

afterAll(async () => {
  await folder[Symbol.asyncDispose]()
})

test(
  'everything goes from SQLite to PostgreSQL and back, and what PostgreSQL cannot hold is named',
  TIMEOUT,
  async () => {
    await using database = await emptyPostgresDatabase()
    const there = await move(`sqlite:${rich}`, database.url)
    expect(there).toMatchObject({ code: 0 })
    expect(there.output).toContain('event.operator: 1 text contained the character NUL')
    expect(there.output).toContain('The loss account balances.')
    expect(there.output).toContain(`set it to the content of ${rich}.key`)

    await using copies = await temporaryFolder('move')
    const copy = join(copies.path, 'deep/bellbuoy.db')
    const back = await move(database.url, `sqlite:${copy}`)
    expect(back).toMatchObject({ code: 0 })
    expect(back.output).toContain('start with the same SECRET_KEY')
    expectSame(rich, copy)
    expect(rowsOf(copy, `select operator from event order by id`).at(0)).toEqual({ operator: ODD_TEXT })
  },
)

test(
  'a server on the copy opens its secrets, gives out new ids, and ends what was under way',
  TIMEOUT,
  async () => {
    await using database = await emptyPostgresDatabase()
    await using receiver = await startReceiver()
    expect(await move(`sqlite:${rich}`, database.url)).toMatchObject({ code: 0 })
    const env = {
      BELLBUOY_DATABASE_URL: database.url,
      BELLBUOY_SECRET_KEY: readFileSync(`${rich}.key`, 'utf8').trim(),
    }
    await using bellbuoy = await startBellbuoy({ env })
    await redirect(database, receiver.url())

    await bellbuoy.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'moved', user: 'ci' })]))
    await receiver.waitFor(1)
    await waitUntil(() => receiver.requests.some(({ headers }) => headers['authorization'] === AUTH_HEADER), {
      what: 'the secret is sent',
    })
    const user = { username: 'kim', email: 'kim@example.test', password: 'Sea-2026', realname: 'Kim' }
    expect((await bellbuoy.api.post('/api/v2.0/users', user)).status).toBe(201)
    expect(await database.query(`select id::int from "user" where name = 'kim'`)).toEqual([{ id: 5001 }])

    const used = await move(database.url, `sqlite:${join(folder.path, 'none.db')}`)
    expect(used).toMatchObject({
      code: 1,
      output: expect.stringContaining('in use by another Bellbuoy process'),
    })
  },
)

test.each([1])('a move that is killed again and again goes on where it was (%i)', TIMEOUT, async (seed) => {
  const random = seededRandom(seed)
  await using database = await emptyPostgresDatabase()
  await using copies = await temporaryFolder('move')
  const copy = `sqlite:${join(copies.path, 'bellbuoy.db')}`
  for (const [from, to] of [
    [`sqlite:${rich}`, database.url],
    [database.url, copy],
  ] as const) {
    for (let kills = 0; kills < 3; kills++) await killedMove(from, to, 1 + Math.floor(random() * 24))
    const { code, output } = await move(from, to)
    // A kill can come after the end of the move.
    if (code !== 0) expect(output).toContain('is not empty')
  }
  expectSame(rich, join(copies.path, 'bellbuoy.db'))
})

test(
  'no server starts on a database that is filled in part, and no other source is mixed in',
  TIMEOUT,
  async () => {
    await using database = await emptyPostgresDatabase()
    await killedMove(`sqlite:${rich}`, database.url, 3)
    const env = { BELLBUOY_DATABASE_URL: database.url, BELLBUOY_SECRET_KEY: 'any' }
    await expect(startBellbuoy({ env })).rejects.toThrow('filled this database only in part')
    await using other = await temporaryFolder('other')
    await (await startBellbuoy({ dir: other.path })).kill('SIGTERM')
    const mixed = await move(`sqlite:${join(other.path, 'bellbuoy.db')}`, database.url)
    expect(mixed).toMatchObject({ code: 1, output: expect.stringContaining('begin anew with an empty one') })
  },
)

test('what cannot be moved is refused in words, with the exit code', TIMEOUT, async () => {
  await using other = await temporaryFolder('other')
  const file = `sqlite:${join(other.path, 'bellbuoy.db')}`
  await using running = await startBellbuoy({ dir: other.path })
  const refused = async (from: string, to: string, code: number, text: string) =>
    expect(await move(from, to)).toMatchObject({ code, output: expect.stringContaining(text) })
  await refused(file, `sqlite:${join(other.path, 'new.db')}`, 1, 'in use by another Bellbuoy process')
  await running.kill('SIGTERM')
  await refused(`sqlite:${rich}`, file, 1, 'is not empty')
  await refused(file, file, 1, 'name the same database')
  await refused(`sqlite:${join(other.path, 'missing.db')}`, file, 1, 'there is no database')
  await refused('mysql://x', file, 78, '--from must be sqlite:PATH or postgres://')
})

interface Run {
  readonly code: number | null
  readonly output: string
}

async function move(from: string, to: string): Promise<Run> {
  await using program = startMove(from, to)
  return { code: await program.exited, output: program.output() }
}

/** Kills the command after so many lines, unless it ends before. */
async function killedMove(from: string, to: string, lines: number): Promise<void> {
  await using program = startMove(from, to)
  const isThere = (): boolean => program.exitCode !== undefined || program.stdout().split('\n').length > lines
  await waitUntil(isThere, { what: `${lines} lines`, timeoutMs: 60_000, intervalMs: 1 })
  await program.kill('SIGKILL')
}

function startMove(from: string, to: string): Program {
  const { PATH, HOME } = process.env
  const args = ['migrate-database', '--from', from, '--to', to]
  return new Program({ command, args, env: { PATH, HOME }, cwd: folder.path })
}

/** Every policy delivers to this address from now on. */
async function redirect(database: PostgresDatabase, address: string): Promise<void> {
  await database.query(`update target set address = '${address}' where deleted_at is null`)
}

type Row = Readonly<Record<string, unknown>>

function rowsOf(file: string, sql: string): readonly Row[] {
  using database = new DatabaseSync(file, { readOnly: true })
  return database.prepare(sql).all()
}

/** All rows of all tables are alike, but for NUL. */
function expectSame(one: string, other: string): void {
  const tables = rowsOf(
    one,
    `select name from sqlite_schema where type = 'table' and name not like 'kysely%'`,
  )
  expect(tables.length).toBeGreaterThan(25)
  for (const { name } of tables) {
    const rows = (file: string): readonly string[] =>
      rowsOf(file, `select * from "${String(name)}"`)
        .map(textOf)
        .sort()
    const [expected, copied] = [rows(one), rows(other)]
    expect(copied.length, String(name)).toBe(expected.length)
    expect(copied.find((row, at) => row !== expected[at])?.slice(0, 500), String(name)).toBeUndefined()
  }
}

function textOf(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  )
}
