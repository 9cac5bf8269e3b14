import { execFile } from 'node:child_process'
import { copyFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))
const NEW_KEY = 'the key of next year'

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function rekey(dir: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const settings = { BELLBUOY_DATABASE_URL: `sqlite:${join(dir, 'bellbuoy.db')}`, ...env }
  const { PATH, HOME } = process.env
  return new Promise((resolve) => {
    execFile(
      command,
      ['rekey', ...args],
      { cwd: dir, env: { PATH, HOME, ...settings } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

/** A folder in which Bellbuoy ran and stored a policy whose target has a secret. */
async function stocked(dir: string, address: string): Promise<void> {
  await using bellbuoy = await startBellbuoy({ dir })
  await bellbuoy.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const target = { type: 'http', address, auth_header: 'Bearer anchor-9' }
  const policy = { name: 'ci', enabled: true, event_types: ['pushImage'], targets: [target] }
  const { status } = await bellbuoy.api.post('/api/v2.0/projects/shop/webhook/policies', policy)
  expect(status).toBe(201)
}

/** Starts on the folder and shows that the secrets are still those that were given. */
async function expectSecretsOpen(
  dir: string,
  receiver: Receiver,
  env: Record<string, string> = {},
): Promise<void> {
  await using bellbuoy = await startBellbuoy({ dir, env })
  const before = receiver.requests.length
  const push = pushEvent({ repository: 'shop/web', tag: `v${before}`, user: 'ci' })
  // The token of the source is sealed too: without it this would be 401.
  expect((await bellbuoy.postEnvelope(envelope([push]))).status).toBe(200)
  const requests = await receiver.waitFor(before + 1)
  expect(requests[before]?.headers['authorization']).toBe('Bearer anchor-9')
}

test('rekey makes a new key, and every secret opens with it and no longer with the old one', async () => {
  await using folder = await temporaryFolder('rekey')
  const keyFile = join(folder.path, 'bellbuoy.db.key')
  await using receiver = await startReceiver()
  await stocked(folder.path, receiver.url('/hook'))
  const old = readFileSync(keyFile, 'utf8')
  expect(await rekey(folder.path)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 secrets') })
  expect(readFileSync(keyFile, 'utf8')).not.toBe(old)
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  await expectSecretsOpen(folder.path, receiver)
  writeFileSync(keyFile, old)
  await expect(startBellbuoy({ dir: folder.path })).rejects.toThrow('was sealed with key')
})

test('with SECRET_KEY set, the old key is the one of the file, or of the file that is named', async () => {
  await using folder = await temporaryFolder('rekey')
  const keyFile = join(folder.path, 'bellbuoy.db.key')
  await using receiver = await startReceiver()
  await stocked(folder.path, receiver.url('/hook'))
  expect(await rekey(folder.path, [], { BELLBUOY_SECRET_KEY: NEW_KEY })).toMatchObject({ code: 0 })
  await expectSecretsOpen(folder.path, receiver, { BELLBUOY_SECRET_KEY: NEW_KEY })
  const oldKeyFile = join(folder.path, 'old')
  writeFileSync(oldKeyFile, NEW_KEY)
  const again = { BELLBUOY_SECRET_KEY: 'one more' }
  expect((await rekey(folder.path, [], again)).stderr).toContain('was sealed with key')
  expect(await rekey(folder.path, ['--old-key-file', oldKeyFile], again)).toMatchObject({ code: 0 })
  await expectSecretsOpen(folder.path, receiver, { BELLBUOY_SECRET_KEY: 'one more' })
  expect(statSync(keyFile).isFile()).toBe(true)
})

test('cut short after the secrets changed and before the key did, it still serves, and can be run again', async () => {
  await using folder = await temporaryFolder('rekey')
  const keyFile = join(folder.path, 'bellbuoy.db.key')
  await using receiver = await startReceiver()
  await stocked(folder.path, receiver.url('/hook'))
  copyFileSync(keyFile, `${keyFile}.old`)
  await rekey(folder.path)
  renameSync(keyFile, `${keyFile}.next`)
  renameSync(`${keyFile}.old`, keyFile)
  await expectSecretsOpen(folder.path, receiver)
  const next = readFileSync(`${keyFile}.next`, 'utf8')
  expect(await rekey(folder.path)).toMatchObject({ code: 0 })
  expect(readFileSync(keyFile, 'utf8')).toBe(next)
  await expectSecretsOpen(folder.path, receiver)
})

test('a running service, a missing database and a missing key are told in words, and nothing changes', async () => {
  await using folder = await temporaryFolder('rekey')
  expect(await rekey(folder.path)).toMatchObject({ code: 1, stderr: expect.stringContaining('no database') })
  await using bellbuoy = await startBellbuoy({ dir: folder.path })
  expect(await rekey(folder.path)).toMatchObject({ code: 1, stderr: expect.stringContaining('use') })
  await bellbuoy.kill('SIGTERM')
  const { code, stderr } = await rekey(folder.path, ['--old-key-file', 'nowhere'])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('no key file nowhere') })
})
