import { execFile } from 'node:child_process'
import { appendFile, cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const CALL = `
export const getGreeting = apiCall({
  method: 'GET',
  path: '/api/v2.0/greeting',
  operation: 'GetGreeting',
  summary: 'Get a greeting',
  tag: 'systeminfo',
  needs: 'nothing',
  schema: {},
  answers: { 200: 'text' },
})
`
const HANDLER = `    answer(CALLS.getGreeting, async () => ({ status: 200, body: 'Ahoy' })),\n`
const LINE_BEFORE = `    answer(CALLS.ping, async () => ({ status: 200, body: 'Pong' })),\n`

/** Starts the program of a copy, and prints what it says of the new call. */
const ASK = `
import { startApp } from './src/app.ts'
import { readConfig } from './src/config.ts'
import { createLog } from './src/log.ts'
import { apiPage } from './docs/api-page.ts'
const environment = { BELLBUOY_PORT: '0', BELLBUOY_DATABASE_URL: 'sqlite:bellbuoy.db', BELLBUOY_SECRET_KEY: 'a key' }
const log = createLog('fatal', { write: () => undefined })
await using app = await startApp(readConfig({ file: '/dev/null', environment }), { log })
const answer = await (await fetch(app.url + '/api/v2.0/greeting')).text()
const { paths } = await (await fetch(app.url + '/api/v2.0/openapi.json')).json()
const row = apiPage().split('\\n').find((line) => line.includes('GetGreeting'))
console.log(JSON.stringify({ answer, operation: paths['/api/v2.0/greeting'].get.operationId, row }))
`

test('a new call is its data and one handler: then it answers, and stands in the API document and in docs/api.md', async () => {
  await using copy = await temporaryFolder('how-to-add-a-route')
  for (const path of ['src', 'docs/api-page.ts', 'package.json'])
    await cp(join(root, path), join(copy.path, path), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy.path, 'node_modules'))

  await appendFile(join(copy.path, 'src/contract/calls/system.ts'), CALL)
  const handlers = join(copy.path, 'src/http/handlers/system/system-info.ts')
  const text = await readFile(handlers, 'utf8')
  await writeFile(handlers, text.replace(LINE_BEFORE, LINE_BEFORE + HANDLER))
  await writeFile(join(copy.path, 'ask.ts'), ASK)

  const { stdout } = await promisify(execFile)(process.execPath, ['ask.ts'], { cwd: copy.path })
  expect(JSON.parse(stdout)).toEqual({
    answer: 'Ahoy',
    operation: 'GetGreeting',
    row: '| GET | `/api/v2.0/greeting` | `GetGreeting` | `nothing` | Get a greeting |',
  })
})
