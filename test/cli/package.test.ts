import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { adminPassword, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { shared } from '../support/shared.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
/** An installation fetches the packages and a Node, unless npm has them in its cache. */
const limitMs = 300_000
vi.setConfig({ testTimeout: limitMs, hookTimeout: limitMs })
const pathWithNode = [dirname(process.execPath), process.env['PATH']].join(delimiter)

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

interface Installed {
  readonly files: readonly string[]
  /** The command, as npm links it. */
  readonly command: string
}

const installed = shared(async (stack): Promise<Installed> => {
  const folder = stack.use(await temporaryFolder('package')).path
  const { stdout } = await execute('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: root,
    maxBuffer: 16 * 1024 ** 2,
  })
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, Packed>)
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'package.json'), JSON.stringify({ private: true }))
  // Without install scripts the package `node` brings none: then Bellbuoy runs on the one that is there.
  const options = ['--prefer-offline', '--ignore-scripts', '--engine-strict=false', '--loglevel=error']
  await execute('npm', ['install', ...options, join(folder, packed!.filename)], { cwd: elsewhere })
  const command = join(elsewhere, 'node_modules/.bin/bellbuoy')
  return { files: packed!.files.map(({ path }) => path), command }
})

test('a package has the program, the console and the files to copy, and nothing else', () => {
  const parts = new Set(installed().files.map((path) => path.split('/', 1)[0]))
  expect([...parts].toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'bin',
    'deploy',
    'dist',
    'examples',
    'lib',
    'package.json',
  ])
  expect(installed().files.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([])
})

test('an installed package serves the console, logs people in, and stores what a registry reports', async () => {
  const { command } = installed()
  await using bellbuoy = await startBellbuoy({ command, env: { PATH: pathWithNode }, startLimitMs: limitMs })
  const page = await fetch(bellbuoy.url, { headers: { accept: 'text/html' } })
  expect(await page.text()).toContain('<div id="root">')
  const form = new URLSearchParams({ principal: 'admin', password: adminPassword })
  expect((await fetch(`${bellbuoy.url}/c/login`, { method: 'POST', body: form })).status).toBe(200)
  const { status } = await bellbuoy.postEnvelope(envelope([pushEvent({ repository: 'shop/web' })]))
  expect(status).toBe(200)
  const { body } = await bellbuoy.api.get('/api/v2.0/projects/shop/webhook/received-events')
  expect(body.items).toMatchObject([{ type: 'PUSH_ARTIFACT', repository: 'shop/web' }])
})

const SCRIPT = `import { CALLS, createClient, inScope } from 'bellbuoy/client'
const [url = '', password = ''] = process.argv.slice(2)
const bellbuoy = createClient({ url, credentials: { user: 'admin', password } })
await bellbuoy.call(CALLS.createProject, { body: { project_name: 'shop' } })
const names: string[] = []
for await (const { name } of bellbuoy.each(CALLS.listProjects)) names.push(name)
const policies = await bellbuoy.ask(inScope(CALLS.listPolicies, 'shop'))
console.log(JSON.stringify([names, policies]))
`

test('a script calls the API by the client of an installed package, and the compiler checks it', async () => {
  const { command } = installed()
  const folder = join(dirname(command), '../..')
  writeFileSync(join(folder, 'script.mts'), SCRIPT)
  writeFileSync(join(folder, 'slip.mts'), SCRIPT.replace('project_name', 'projekt_name'))
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'esnext']
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const checked = execute(process.execPath, [tsc, ...options, ...types, 'script.mts', 'slip.mts'], {
    cwd: folder,
  })
  const { stdout: faults } = await checked.catch((error: unknown) => error as { stdout: string })
  expect(faults.trimEnd()).toMatch(/^slip\.mts\(4,\d+\): error .*'projekt_name'.*$/)
  await using bellbuoy = await startBellbuoy({ env: { PATH: pathWithNode } })
  const { stdout } = await execute(process.execPath, ['script.mts', bellbuoy.url, adminPassword], {
    cwd: folder,
  })
  expect(JSON.parse(stdout)).toEqual([['shop'], []])
})

test('an installed package runs on the Node that came with it, and knows the commit that it was packed from', async () => {
  const { command } = installed()
  const own = join(dirname(command), '../node/bin')
  mkdirSync(own, { recursive: true })
  symlinkSync(process.execPath, join(own, 'node'))
  const { stdout } = await execute(command, ['version', '--json'], { env: { PATH: '/usr/bin:/bin' } })
  expect(JSON.parse(stdout)).toMatchObject({
    node: process.versions.node,
    commit: expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
  })
})
