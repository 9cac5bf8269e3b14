import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BellbuoyExited, type BellbuoyOptions, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** How a start failed: its exit code and all that it printed. */
async function failedStart(options: BellbuoyOptions): Promise<BellbuoyExited> {
  try {
    await using bellbuoy = await startBellbuoy(options)
    throw new Error(`it serves at ${bellbuoy.url}`)
  } catch (error) {
    if (error instanceof BellbuoyExited) return error
    throw error
  }
}

test('wrong settings are all named at once, with an exit code of their own', async () => {
  await using folder = await temporaryFolder('server')
  writeFileSync(join(folder.path, 'bellbuoy.yml'), 'log: { level: loud }\nnotification: { sail: white }\n')
  const env = { BELLBUOY_PORT: 'high', BELLBUOY_TARGET_DENY: 'everything', BELLBUOY_ANCHOR: 'down' }
  const { exitCode, output } = await failedStart({ dir: folder.path, env })
  expect(exitCode).toBe(78)
  expect(output.trimEnd().split('\n')).toEqual([
    'bellbuoy cannot start: invalid settings:',
    expect.stringContaining('bellbuoy.yml: there is no setting notification.sail'),
    expect.stringContaining('BELLBUOY_ANCHOR: there is no setting of this name'),
    expect.stringContaining('BELLBUOY_PORT: must be a whole number from 0 to 65535, but it is "high"'),
    expect.stringContaining('BELLBUOY_TARGET_DENY: everything is not a network such as 10.0.0.0/8'),
    expect.stringContaining('bellbuoy.yml: log.level: must be one of'),
  ])
})

test('a settings file that is named but not there stops the start', async () => {
  const { exitCode, output } = await failedStart({ args: ['--config', 'nowhere.yml'] })
  expect(exitCode).toBe(78)
  expect(output).toContain('nowhere.yml: ENOENT')
})

test('a settings file that is named counts', async () => {
  await using folder = await temporaryFolder('server')
  writeFileSync(join(folder.path, 'my.yml'), 'log: { level: loud }')
  const { output } = await failedStart({ dir: folder.path, args: ['-c', 'my.yml'] })
  expect(output).toContain('my.yml: log.level: must be one of')
})

test('a port in use is named in one line', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  const { port } = blocker.address() as { port: number }
  try {
    const { exitCode, output } = await failedStart({ env: { BELLBUOY_PORT: String(port) } })
    expect(exitCode).toBe(1)
    expect(output).toBe(
      `bellbuoy cannot start: port ${port} on 127.0.0.1 is in use: set BELLBUOY_PORT to another one\n`,
    )
  } finally {
    blocker.close()
    await once(blocker, 'close')
  }
})

test('an address that is none of this machine is named in one line', async () => {
  const { exitCode, output } = await failedStart({ env: { BELLBUOY_HOST: '192.0.2.1' } })
  expect(exitCode).toBe(1)
  expect(output).toBe(
    'bellbuoy cannot start: 192.0.2.1 is no address of this machine: set BELLBUOY_HOST to another one\n',
  )
})

test('a data folder that cannot be made is named in one line', async () => {
  await using folder = await temporaryFolder('server')
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  const env = { BELLBUOY_DATABASE_URL: `sqlite:${join(file, 'bellbuoy.db')}` }
  const { exitCode, output } = await failedStart({ dir: folder.path, env })
  expect(exitCode).toBe(1)
  expect(output).toMatch(/^bellbuoy cannot start: the data folder \S+\/file cannot be written: .+\n$/)
})

test('a data folder in a place where nobody can make one is named in one line', async () => {
  const env = { BELLBUOY_DATABASE_URL: 'sqlite:/proc/bellbuoy/data/bellbuoy.db' }
  const { exitCode, output } = await failedStart({ env })
  expect(exitCode).toBe(1)
  expect(output).toMatch(/^bellbuoy cannot start: the data folder \S+ cannot be written: .+\n$/)
})

test('a database that is none stops the start in one line, and is left as it was', async () => {
  await using folder = await temporaryFolder('server')
  const file = join(folder.path, 'notes.txt')
  writeFileSync(file, 'These are notes, not a database. '.repeat(100))
  const env = { BELLBUOY_DATABASE_URL: `sqlite:${file}` }
  const { exitCode, output } = await failedStart({ dir: folder.path, env })
  expect(exitCode).toBe(1)
  expect(output).toMatch(/^bellbuoy cannot start: .*notes\.txt.*\n$/)
})

test('a second process on the same database is turned away, and the first goes on', async () => {
  await using first = await startBellbuoy()
  const { exitCode, output } = await failedStart({ dir: first.dir })
  expect(exitCode).toBe(1)
  expect(output).toMatch(
    /^bellbuoy cannot start: \S+\/bellbuoy\.db is in use by another Bellbuoy process: .+\n$/,
  )
  expect((await first.api.get('/api/v2.0/projects')).status).toBe(200)
})

test('a database whose key is another one stops the start and says so', async () => {
  await using folder = await temporaryFolder('server')
  const first = await startBellbuoy({ dir: folder.path })
  await first[Symbol.asyncDispose]()
  const { exitCode, output } = await failedStart({
    dir: folder.path,
    env: { BELLBUOY_SECRET_KEY: 'another' },
  })
  expect(exitCode).toBe(1)
  expect(output).toMatch(/^bellbuoy cannot start: a stored secret was sealed with key \w+, but .*\n$/)
})
