import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const run = promisify(execFile)
const page = readFileSync(new URL('../../docs/sources/generic.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text!)

test('every example of the page works as it stands', async () => {
  await using app = await startTestApp()
  const env = { PATH: process.env['PATH'], BELLBUOY: app.url, ADMIN_PASSWORD: adminPassword }
  expect(examples.length).toBeGreaterThan(3)
  for (const example of examples) {
    const { stdout } = await run('sh', ['-c', example], { env })
    if (example.includes('/events'))
      expect(JSON.parse(stdout), example).toMatchObject({ repeated: 0, ignored: 0 })
  }
  const types = app.rows('select type from event order by type').map(({ type }) => type)
  expect(types).toEqual(['PUSH_ARTIFACT', 'REPLICATION', 'TAG_RETENTION', 'UPLOAD_CHART'])
})
