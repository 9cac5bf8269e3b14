import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type TreeCommand, commandTree } from '../../src/cli/completion/command-tree.ts'
import { bellbuoyProgram } from '../../src/cli/program.ts'
import { postgresColumnTypes } from '../../src/store/migrations/column-types.ts'
import { migrations } from '../../src/store/migrations/migrations.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const command = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(args: readonly string[], file = command): Promise<Run> {
  return new Promise((resolve) => {
    execFile(file, args, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

test('--version tells the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('version shows the commit, the newest step of the tables and the Node beside the version, for people and programs', async () => {
  const { stdout } = await run(['version', '--json'])
  const facts = JSON.parse(stdout) as Readonly<Record<string, string>>
  expect(facts).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    commit: expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
    schema: Object.keys(migrations(postgresColumnTypes)).at(-1),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  })
  const lines = Object.entries(facts).map(([name, fact]) => `${name.padEnd(10)}${fact}\n`)
  expect(await run(['version'])).toEqual({ code: 0, stdout: lines.join(''), stderr: '' })
})

test('--help shows the commands', async () => {
  const { code, stdout } = await run(['--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ {2}serve .*receive notifications/m)
})

test.for([['sail'], ['serve', '--fast'], ['serve', 'now'], []])('%j is no command line', async (args) => {
  const { code, stderr } = await run(args)
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/serve|--help/)
})

test('the command works through a link to it', async () => {
  await using folder = await temporaryFolder('link')
  const link = join(folder.path, 'buoy')
  symlinkSync(command, link)
  expect(await run(['--version'], link)).toMatchObject({ code: 0, stderr: '' })
})

test('wherever a command has --project, -p is short for it', () => {
  const optionsOf = (command: TreeCommand): readonly (readonly string[])[] => [
    ...command.options.map(({ names }) => names),
    ...command.commands.flatMap(optionsOf),
  ]
  const ofProjects = optionsOf(commandTree(bellbuoyProgram())).filter((names) => names.includes('--project'))
  expect(ofProjects.length).toBeGreaterThan(20)
  expect(ofProjects.filter((names) => !names.includes('-p'))).toEqual([])
})
