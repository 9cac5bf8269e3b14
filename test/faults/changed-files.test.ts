import { copyFile, rename, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { waitUntil } from '../support/wait-until.ts'
import { RegistrySide } from './registry-side.ts'

const health = async ({ api }: BellbuoyProcess) => (await api.get('/api/v2.0/health')).body
const databaseIn = ({ dir }: BellbuoyProcess): string => join(dir, 'bellbuoy.db')

async function replace(path: string): Promise<void> {
  await copyFile(path, `${path}.copy`)
  await rename(`${path}.copy`, path)
}

test.each([
  { change: 'deleted', file: '', make: (path: string) => rm(path) },
  { change: 'replaced', file: '', make: replace },
  { change: 'truncated', file: '', make: (path: string) => truncate(path, 0) },
  { change: 'deleted', file: '-wal', make: (path: string) => rm(path) },
  { change: 'replaced', file: '-wal', make: replace },
])(
  'a database$file that is $change under a running server: events are answered 503, and health and log say why',
  async ({ change, file, make }) => {
    await using bellbuoy = await startBellbuoy()
    const registry = new RegistrySide()
    expect(await registry.post(bellbuoy)).toBe(200)
    expect(await health(bellbuoy)).toMatchObject({ status: 'healthy' })

    await make(`${databaseIn(bellbuoy)}${file}`)

    expect(await registry.post(bellbuoy)).toBe(503)
    const unhealthy = { status: 'unhealthy', components: [{ name: 'core' }, { name: 'database' }] }
    const why = expect.stringMatching(
      `bellbuoy.db${file} was ${change} while Bellbuoy had it open: stop Bellbuoy`,
    )
    await waitUntil(async () => (await health(bellbuoy)).status === 'unhealthy', {
      what: 'health has noticed',
    })
    expect(await health(bellbuoy)).toMatchObject(unhealthy)
    expect(await health(bellbuoy)).toMatchObject({ components: [{}, { error: why }] })
    expect(bellbuoy.output()).toContain(`was ${change} while Bellbuoy had it open`)
  },
)

test('once a deleted database is put back, the server goes on with it', async () => {
  await using bellbuoy = await startBellbuoy()
  const registry = new RegistrySide()
  await registry.post(bellbuoy)
  const path = databaseIn(bellbuoy)
  await rename(path, `${path}.away`)
  expect(await registry.post(bellbuoy)).toBe(503)

  await rename(`${path}.away`, path)

  expect(await registry.post(bellbuoy)).toBe(200)
  await waitUntil(async () => (await health(bellbuoy)).status === 'healthy', { what: 'health has noticed' })
  await expectBalanced(bellbuoy.dir)
})
