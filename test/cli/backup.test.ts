import { setTimeout as delay } from 'node:timers/promises'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { aesSecretBox } from '../../src/accounts/aes-secret-box.ts'
import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { createOldDatabase } from '../support/old-database.ts'
import { emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'
import { Program } from '../support/program.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const TIMEOUT = { timeout: 120_000 }
const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))
const EVERYTHING = '/api/v2.0/webhook'

interface Run {
  readonly code: number | null
  readonly output: string
}

function start(dir: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const { PATH, HOME } = process.env
  const settings = { BELLBUOY_DATABASE_URL: `sqlite:${join(dir, 'bellbuoy.db')}`, ...env }
  return new Program({ command, args, cwd: dir, env: { PATH, HOME, ...settings } })
}

async function run(dir: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  await using program = start(dir, args, env)
  return { code: await program.exited, output: program.output() }
}

/** As a server seals it that has this key. */
function sealToken(path: string, key: string): void {
  using database = new DatabaseSync(path)
  database.prepare('update source set token = :token').run({ token: aesSecretBox(key).seal('a token') })
}

const push = (tag: string) =>
  envelope([pushEvent({ repository: 'shop/web', tag, digest: randomDigest(), user: 'ci' })])

async function pushUntil(bellbuoy: BellbuoyProcess, isOver: () => boolean): Promise<number> {
  let count = 0
  for (; !isOver(); count++) expect((await bellbuoy.postEnvelope(push(`v${count}`))).status).toBe(200)
  return count
}

async function highestDelivery({ api }: BellbuoyProcess): Promise<number> {
  const { body } = await api.get('/api/v2.0/projects/shop/webhook/policies/1/executions?page_size=1&sort=-id')
  return (body as { id: number }[])[0]!.id
}

test(
  'a backup under load is whole, and what is restored from it sends nothing until it is released',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('backup')
    await using receiver = await startReceiver({ respond: () => ({ status: 500 }) })
    const env = { BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '60000' }
    const backupFile = join(folder.path, 'copy.db')
    const first = await startBellbuoy({ dir: folder.path, env })
    await createPolicy(first.api, { project: 'shop', targets: [receiver.url()] })
    await first.postEnvelope(push('first'))
    await receiver.waitFor(1)
    let isOver = false
    const pushing = pushUntil(first, () => isOver)
    const backedUp = await run(folder.path, ['backup', backupFile])
    isOver = true
    await pushing
    expect(backedUp).toMatchObject({ code: 0, output: expect.stringContaining('The loss account balances.') })
    expect(backedUp.output).toContain(`Keep ${folder.path}/bellbuoy.db.key in another place`)
    expect(statSync(backupFile).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder.path).filter((name) => name.startsWith('copy.db'))).toEqual(['copy.db'])
    const highest = await highestDelivery(first)
    await first.kill('SIGKILL')

    const restored = await run(folder.path, ['restore', backupFile, '--replace'])
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('The loss account balances.') })
    expect(restored.output).toMatch(/\d+ deliveries are waiting, the oldest since \d{4}-/)
    expect(readdirSync(folder.path).some((name) => /^bellbuoy\.db\.before-\d{8}T\d{6}Z$/.test(name))).toBe(
      true,
    )

    const before = receiver.requests.length
    receiver.respond = () => ({ status: 200 })
    await using second = await startBellbuoy({ dir: folder.path, env })
    const held = await second.api.get(`${EVERYTHING}/hold`)
    expect(held.body).toMatchObject({ holds: [{ scope: 'everything', by: 'bellbuoy restore' }] })
    await second.postEnvelope(push('after'))
    expect(await highestDelivery(second)).toBeGreaterThan(highest)
    expect(receiver.requests).toHaveLength(before)
    expect((await second.api.post(`${EVERYTHING}/release`)).status).toBe(200)
    await receiver.waitUntil((requests) => requests.some(({ body }) => body.includes('shop/web:after')))
    await expectBalanced(folder.path)
  },
)

test(
  'a restore without a hold sends at the next start, and a hold of a restore ends by the command',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('backup')
    await (await startBellbuoy({ dir: folder.path })).kill('SIGTERM')
    const backupFile = join(folder.path, 'copy.db')
    expect(await run(folder.path, ['backup', backupFile])).toMatchObject({ code: 0 })
    const held = async (): Promise<unknown> => {
      await using bellbuoy = await startBellbuoy({ dir: folder.path })
      const { body } = await bellbuoy.api.get(`${EVERYTHING}/hold`)
      await bellbuoy.kill('SIGTERM')
      return body
    }
    expect(await run(folder.path, ['restore', backupFile, '--replace', '--send'])).toMatchObject({ code: 0 })
    expect(await held()).toMatchObject({ held: false })
    expect(await run(folder.path, ['restore', backupFile, '--replace'])).toMatchObject({ code: 0 })
    expect(await held()).toMatchObject({ held: true })
    const released = await run(folder.path, ['restore', '--send'])
    expect(released).toMatchObject({
      code: 0,
      output: expect.stringContaining('Released the hold of the restore'),
    })
    expect(await held()).toMatchObject({ held: false })
    expect((await run(folder.path, ['restore', '--send'])).output).toBe('There is no hold of a restore.\n')
  },
)

test(
  'a restore that is killed at any moment leaves one database whole, and succeeds when it is run again',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('backup')
    const first = await startBellbuoy({ dir: folder.path })
    await createPolicy(first.api, { project: 'shop', targets: ['http://127.0.0.1:9'] })
    for (const tag of ['a', 'b', 'c']) await first.postEnvelope(push(tag))
    await first.kill('SIGTERM')
    const backupFile = join(folder.path, 'copy.db')
    expect(await run(folder.path, ['backup', backupFile])).toMatchObject({ code: 0 })
    for (let kill = 0; kill < 4; kill++) {
      await using restoring = start(folder.path, ['restore', backupFile, '--replace'])
      await delay(Math.random() * 1500)
      await restoring.kill('SIGKILL')
    }
    expect(await run(folder.path, ['restore', backupFile, '--replace'])).toMatchObject({ code: 0 })
    await expectBalanced(folder.path)
  },
)

test.for(['SIGINT', 'SIGKILL'] as const)(
  'a backup that %s ends in the middle has no file under its name, and the next one leaves nothing of it',
  TIMEOUT,
  async (signal) => {
    await using folder = await temporaryFolder('backup')
    await using bellbuoy = await startBellbuoy({ dir: folder.path })
    await createPolicy(bellbuoy.api, { project: 'shop', targets: ['http://127.0.0.1:9'] })
    for (const tag of ['a', 'b', 'c']) await bellbuoy.postEnvelope(push(tag))
    const files = (): readonly string[] =>
      readdirSync(folder.path).filter((name) => name.startsWith('copy.db'))
    await using running = start(folder.path, ['backup', 'copy.db'])
    await waitUntil(() => files().length > 0, {
      what: 'the copy has begun',
      intervalMs: 1,
      timeoutMs: 60_000,
    })
    await running.kill(signal)
    expect(files()).not.toContain('copy.db')
    expect(await run(folder.path, ['backup', 'copy.db'])).toMatchObject({ code: 0 })
    expect(files()).toEqual(['copy.db'])
  },
)

test('a backup of an older version is migrated as it is restored', TIMEOUT, async () => {
  await using folder = await temporaryFolder('backup')
  const old = join(folder.path, 'old.db')
  await createOldDatabase(old, 'http://127.0.0.1:9', 3)
  sealToken(old, 'key')
  const env = { BELLBUOY_SECRET_KEY: 'key' }
  const restored = await run(folder.path, ['restore', old], env)
  expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('3 deliveries are waiting') })
  await expectBalanced(folder.path)
})

test('a restored PostgreSQL database is prepared by the command without a file', TIMEOUT, async () => {
  await using database = await emptyPostgresDatabase()
  await using folder = await temporaryFolder('backup')
  const env = { BELLBUOY_DATABASE_URL: database.url, BELLBUOY_SECRET_KEY: 'the key' }
  const first = await startBellbuoy({ env })
  expect(await run(folder.path, ['restore'], env)).toMatchObject({
    code: 1,
    output: expect.stringContaining('in use by another Bellbuoy process'),
  })
  await first.kill('SIGTERM')
  await waitUntil(async () => (await run(folder.path, ['restore'], env)).code === 0, {
    what: 'the server has let go of the database',
  })
  await using second = await startBellbuoy({ env })
  const { body } = await second.api.get(`${EVERYTHING}/hold`)
  expect(body).toMatchObject({ holds: [{ by: 'bellbuoy restore' }] })
  expect((await run(folder.path, ['backup', 'x.db'], env)).output).toContain('back it up with pg_dump')
  expect((await run(folder.path, ['restore', 'x.db'], env)).output).toContain('restore it with pg_restore')
})

test(
  'what cannot be backed up or restored is refused in words, and leaves the database as it was',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('backup')
    const at = (name: string): string => join(folder.path, name)
    const refused = async (args: readonly string[], text: string, env: NodeJS.ProcessEnv = {}) =>
      expect(await run(folder.path, args, env)).toMatchObject({
        code: 1,
        output: expect.stringContaining(text),
      })
    await refused(['backup', at('copy.db')], 'there is no database')
    await refused(['restore', '--send'], 'there is no database')
    const running = await startBellbuoy({ dir: folder.path })
    expect(await run(folder.path, ['backup', at('copy.db')])).toMatchObject({ code: 0 })
    await refused(['backup', at('copy.db')], 'add --replace')
    await refused(['backup', at('bellbuoy.db'), '--replace'], 'is the database itself')
    await refused(['backup', at('none/copy.db')], 'ENOENT')
    await refused(['restore', at('copy.db'), '--replace'], 'in use by another Bellbuoy process')
    await running.kill('SIGTERM')
    const before = readFileSync(at('bellbuoy.db'))

    await refused(['restore', at('copy.db')], 'add --replace')
    await refused(['restore', at('none.db'), '--replace'], 'there is no file')
    await refused(['restore', at('bellbuoy.db'), '--replace'], 'is the database itself')
    writeFileSync(at('text.db'), 'not a database'.repeat(1000))
    await refused(['restore', at('text.db'), '--replace'], 'cannot be read as a database')
    const torn = readFileSync(at('copy.db'))
    writeFileSync(at('torn.db'), torn.subarray(0, torn.length / 2))
    await refused(['restore', at('torn.db'), '--replace'], 'cannot be read as a database')
    writeFileSync(at('torn.db'), torn.fill(0, torn.length - 4096))
    await refused(['restore', at('torn.db'), '--replace'], 'damaged')
    await refused(['restore', at('copy.db'), '--replace'], 'was sealed with key', {
      BELLBUOY_SECRET_KEY: 'other',
    })
    expect(readFileSync(at('bellbuoy.db')).equals(before)).toBe(true)
    expect(existsSync(at('bellbuoy.db.key'))).toBe(true)
  },
)
