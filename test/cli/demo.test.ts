import { existsSync } from 'node:fs'
import { readdir, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const bellbuoy = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))

/** With a temporary folder of its own, to see what it leaves there. */
function startDemo(tmpdir: string, { args = [], path = process.env['PATH'] }: DemoOptions = {}): Program {
  const env = { PATH: path, TMPDIR: tmpdir }
  return new Program({ command: bellbuoy, args: ['demo', ...args], env, cwd: tmpdir })
}

interface DemoOptions {
  readonly args?: readonly string[]
  readonly path?: string | undefined
}

function find(program: string): string {
  const { PATH = '' } = process.env
  const paths = PATH.split(delimiter).map((folder) => join(folder, program))
  return paths.find((path) => existsSync(path))!
}

test('the demo shows a webhook, ends by itself and leaves nothing behind', async () => {
  await using folder = await temporaryFolder()
  await using program = startDemo(folder.path)
  expect(await program.exited, program.output()).toBe(0)
  expect(program.output()).toContain('x-bellbuoy-event: PUSH_ARTIFACT')
  expect(program.output()).toContain('"repo_full_name": "demo/hello"')
  expect(program.output()).toContain('[INFO]: delivered')
  expect(await readdir(folder.path)).toEqual([])
})

test('without a registry on the machine the demo replays a recorded push, and says so', async () => {
  await using folder = await temporaryFolder()
  await using programs = await temporaryFolder('programs')
  // All that `bin/bellbuoy` asks of PATH.
  await symlink(find('dirname'), join(programs.path, 'dirname'))
  await using program = startDemo(folder.path, { path: programs.path })
  expect(await program.exited, program.output()).toBe(0)
  expect(program.output()).toContain('replay the notification of a recorded push')
  expect(program.output()).toContain('"operator": "alice"')
})

test('with --keep the demo runs until Ctrl+C, and then leaves nothing behind', async () => {
  await using folder = await temporaryFolder()
  await using program = startDemo(folder.path, { args: ['--keep'] })
  await waitUntil(() => program.output().includes('until Ctrl+C'), { what: 'it goes on', timeoutMs: 15_000 })
  const [, url] = /Bellbuoy {3}(\S+)/.exec(program.output())!
  expect((await fetch(`${url!}/api/v2.0/ping`)).status).toBe(200)
  expect(await program.kill('SIGINT')).toBe(0)
  await expect(fetch(url!)).rejects.toThrow()
  expect(await readdir(folder.path)).toEqual([])
})
