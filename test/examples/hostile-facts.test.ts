import { globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { request } from 'undici'
import { available } from '../support/available.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { Program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { Doubles } from './doubles.ts'
import { startListening } from './listening.ts'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
const scripts = globSync('*/*.sh', { cwd: examples }).toSorted()
const PROGRAMS = ['docker', 'trivy', 'skopeo', 'kubectl', 'curl']

const GENUINE = {
  BELLBUOY_PROJECT: 'shop',
  BELLBUOY_REPOSITORY: 'shop/web',
  BELLBUOY_TAG: 'v1',
  BELLBUOY_DIGEST: `sha256:${'a1'.repeat(32)}`,
  BELLBUOY_RESOURCE_URL: 'registry.example.com:5000/shop/web:v1',
}

/** What someone could name a tag, a repository or a host. */
const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned',
  "'; touch pwned; '",
  '" && touch pwned && "',
  'v1\ntouch pwned',
  '--privileged',
  '../../etc/passwd',
  'shop/../x',
  '$IFS',
  'v1 latest',
  '*',
  '\u202Egnp.exe',
  'a&tag=b',
  'x'.repeat(60_000) + '!',
  '',
]

/** Runs a script as the listener does: with nothing in its environment but PATH and what is given. */
async function run(script: string, facts: object) {
  await using folder = await temporaryFolder('hostile')
  const doubles = new Doubles(folder.path)
  for (const program of PROGRAMS) doubles.add(program)
  mkdirSync(join(folder.path, 'apps', 'web'), { recursive: true })
  await using program = new Program({
    command: join(examples, script),
    cwd: folder.path,
    env: { PATH: `${folder.path}:${process.env['PATH']}`, ...settings(folder.path), ...facts },
  })
  const exitCode = await program.exited
  return {
    exitCode,
    output: program.output(),
    calls: PROGRAMS.flatMap((name) => doubles.calls(name).map((args) => [name, ...args])),
    isPwned: globSync('**/pwned', { cwd: folder.path }).length > 0,
  }
}

function settings(folder: string) {
  const server = { SERVER: 'http://127.0.0.1:1', NETRC: '/dev/null', STATE: folder }
  const image = {
    SOURCES: folder,
    IMAGE: 'registry.example.com/shop/app',
    APPS: join(folder, 'apps'),
    MIRROR: 'mirror.example.com',
  }
  return { ...server, ...image, DEPLOYMENT: 'web', CONTAINER: 'web' }
}

describe.each(scripts)('%s', (script) => {
  test('a genuine webhook reaches its programs', async () => {
    const { exitCode, calls, output } = await run(script, GENUINE)
    expect(exitCode, output).toBe(0)
    expect(calls.length, output).toBeGreaterThan(0)
  })

  test.each(Object.keys(GENUINE))(
    'no text in %s becomes a command, an option or part of another argument',
    async (name) => {
      for (const value of HOSTILE) {
        const { exitCode, calls, isPwned } = await run(script, { ...GENUINE, [name]: value })
        expect(isPwned, value).toBe(false)
        const carried = value === '' ? [] : calls.flat().filter((text) => text.includes(value))
        expect(carried, value).toEqual([])
        // A script that needs the fact refuses; another does not notice.
        expect([0, 65], value).toContain(exitCode)
      }
    },
  )
})

test.skipIf(!available('shellcheck'))('shellcheck finds nothing', async () => {
  await using program = new Program({
    command: 'shellcheck',
    args: scripts,
    cwd: examples,
    env: { PATH: process.env['PATH'] },
  })
  expect(await program.exited, program.output()).toBe(0)
})

test('a hostile webhook that knows the secret reaches no program through the listener either', async () => {
  await using folder = await temporaryFolder('hostile')
  await using app = await startTestApp()
  const doubles = new Doubles(folder.path)
  doubles.add('docker')
  const apps = join(folder.path, 'apps')
  mkdirSync(join(apps, 'web'), { recursive: true })
  await using listener = await startListening({
    example: 'pull-and-restart',
    app,
    project: 'shop',
    dataFolder: folder.path,
    path: doubles.folder,
    env: { APPS: apps },
  })
  const hostile = HOSTILE.filter((value) => value !== '')
  for (const [number, tag] of hostile.entries()) {
    const { statusCode } = await request(listener.address, {
      method: 'POST',
      headers: {
        authorization: listener.authorization,
        'content-type': 'application/json',
        'webhook-id': `hostile-${number}`,
      },
      body: JSON.stringify({
        type: 'PUSH_ARTIFACT',
        event_data: {
          resources: [
            { tag, digest: GENUINE.BELLBUOY_DIGEST, resource_url: `registry.example.com/shop/web:${tag}` },
          ],
          repository: { namespace: 'shop', name: 'web', repo_full_name: 'shop/web' },
        },
      }),
    })
    expect(statusCode, tag).toBeLessThan(300)
  }
  await waitUntil(() => listener.output().includes('exit code 65'), {
    what: `runs refuse; ${listener.output()}`,
    timeoutMs: 30_000,
  })
  expect(globSync('**/pwned', { cwd: folder.path })).toEqual([])
  const named = doubles.calls('docker').flat()
  expect(named.filter((text) => hostile.some((value) => text.includes(value) && value !== '*'))).toEqual([])
})
