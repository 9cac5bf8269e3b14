import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { freePort } from '../support/free-port.ts'
import { certificate } from '../support/receivers/tls.ts'

const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))
const execute = promisify(execFile)
const healthAt = (port: string, settings: Readonly<Record<string, string>> = {}) =>
  execute(command, ['health'], { env: { PATH: process.env['PATH'], BELLBUOY_PORT: port, ...settings } })

test('health says that a server is healthy, also by HTTPS', async () => {
  await using app = await startTestApp()
  expect((await healthAt(new URL(app.url).port)).stdout).toContain('"status":"healthy"')
  const { certPath } = certificate('localhost')
  const files = { TLS_CERT_FILE: certPath, TLS_KEY_FILE: certPath.replace('.cert.', '.key.') }
  await using secure = await startTestApp({ settings: files })
  const variables = { BELLBUOY_TLS_CERT_FILE: files.TLS_CERT_FILE, BELLBUOY_TLS_KEY_FILE: files.TLS_KEY_FILE }
  expect((await healthAt(new URL(secure.url).port, variables)).stdout).toContain('"status":"healthy"')
})

test('health fails where nothing answers', async () => {
  const port = await freePort()
  await expect(healthAt(String(port))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('bellbuoy is not healthy: '),
  })
})
