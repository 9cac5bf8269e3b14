import { readFileSync, readdirSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { openCLibrary } from './c-library.ts'
import type { CommandStart } from './launch-order.ts'
import { LaunchedCommand } from './launched-command.ts'
import { PosixSpawner } from './posix-spawner.ts'

const library = openCLibrary()
const spawner = library === null ? null : new PosixSpawner(library)
const here = test.skipIf(spawner === null)

const START: CommandStart = {
  command: ['true'],
  environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
  workingFolder: null,
  uid: null,
  gid: null,
  body: new Uint8Array(),
  timeLimitMs: 20_000,
}

/** Descriptors that this process got from its own parent for its children too; those of Node's own are closed in a new program. */
function inherited(): readonly string[] {
  const flags = (descriptor: string) =>
    /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1]
  const isForChildren = (descriptor: string) => {
    try {
      return (Number.parseInt(flags(descriptor) ?? '0', 8) & 0o2000000) === 0
    } catch {
      return false
    }
  }
  return readdirSync('/proc/self/fd').filter(
    (descriptor) => Number(descriptor) > 2 && isForChildren(descriptor),
  )
}

async function run(change: Partial<CommandStart>) {
  const start = { ...START, ...change }
  const command = new LaunchedCommand(start, spawner!.start(start))
  command.go()
  return command.ended
}

here('Node on this system calls the C library', () => {
  expect(library).not.toBeNull()
})

here('arguments and variables arrive byte for byte, whatever is in them', async () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' ', "'", '"', '\\', '$(id)', '`id`', '\n', '*', '-n'),
    )
    .map((value) => value.toWellFormed().replaceAll('\0', ''))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 5 }), text, async (args, value) => {
      const print = ['sh', '-c', 'printf "%s|" "$@"; printf %s "$FACT"', 'sh', ...args]
      const { output, exitCode } = await run({
        command: print,
        environment: { ...START.environment, FACT: value },
      })
      const expected = [...args, ''].join('|').replace(/^$/, '|') + value
      expect([exitCode, output]).toEqual([0, new TextDecoder().decode(Buffer.from(expected))])
    }),
    { numRuns: 60 },
  )
})

here(
  'it has the variables that are given, the body on its input, and a group of its own in the same session',
  async () => {
    const body = Buffer.alloc(300_000, 'x')
    expect((await run({ command: ['wc', '-c'], body })).output.trim()).toBe('300000')
    expect((await run({ command: ['env'], environment: { ...START.environment, A: '1' } })).output).toBe(
      `PATH=${START.environment['PATH']}\nA=1\n`,
    )
    const { output } = await run({
      command: ['sh', '-c', 'echo $$; cut -d" " -f5,6 /proc/$$/stat; cut -d" " -f6 /proc/$PPID/stat'],
    })
    const [pid, ids, parentSession] = output.trim().split('\n')
    expect(ids).toBe(`${pid} ${parentSession}`)
  },
)

here('it inherits no descriptor but its input and outputs, and no signal is ignored or blocked', async () => {
  const { output } = await run({
    command: ['sh', '-c', 'ls /proc/$$/fd; exec grep -E "^Sig(Blk|Ign)" /proc/self/status'],
  })
  expect(output.split('\n').filter((line) => /^\d+$/.test(line))).toEqual(['0', '1', '2', ...inherited()])
  expect(output).toMatch(/^SigBlk:\s+0+$/m)
  expect(output).toMatch(/^SigIgn:\s+0+$/m)
})

here('both outputs are kept in the order in which they are written', async () => {
  const lines = Array.from({ length: 50 }, (_, line) => `echo ${line} >&${(line % 2) + 1}`)
  const { output } = await run({ command: ['sh', '-c', lines.join('\n')] })
  expect(output.trim().split('\n')).toEqual(lines.map((_, line) => String(line)))
})

here('a program is found on the PATH of the command, or by its path from the working folder', async () => {
  await using folder = await temporaryFolder('spawn')
  await mkdir(join(folder.path, 'bin'))
  const file = join(folder.path, 'bin/own')
  // No first line says what reads it.
  await writeFile(file, 'echo "$0 $1"; pwd')
  await chmod(file, 0o755)
  const environment = { PATH: `bin:${START.environment['PATH']}` }
  for (const program of ['own', './bin/own', file]) {
    const end = await run({ command: [program, 'an argument'], environment, workingFolder: folder.path })
    expect(end.output).toMatch(/own an argument\n/)
    expect(end.output.trim().endsWith(folder.path)).toBe(true)
  }
})

here('how it ended is known, and why it could not start', async () => {
  await using folder = await temporaryFolder('spawn')
  await writeFile(join(folder.path, 'plain'), 'no program')
  expect(await run({ command: ['sh', '-c', 'exit 143'] })).toMatchObject({ exitCode: 143, signal: null })
  expect(await run({ command: ['sh', '-c', 'kill -TERM $$'] })).toMatchObject({
    exitCode: null,
    signal: 'SIGTERM',
  })
  expect(await run({ command: ['missing'] })).toMatchObject({
    exitCode: 127,
    output: 'missing: no such file or directory\n',
  })
  expect(await run({ command: [join(folder.path, 'plain')] })).toMatchObject({ exitCode: 126 })
  expect(await run({ workingFolder: join(folder.path, 'gone') })).toMatchObject({
    exitCode: null,
    fault: `there is no folder ${join(folder.path, 'gone')}`,
  })
  expect(await run({ command: ['echo', 'a\0b'] })).toMatchObject({
    fault: 'an argument or a variable contains a NUL',
  })
  expect(await run({ command: ['echo', 'a'.repeat(1_000_000)] })).toMatchObject({
    fault: 'argument list too long',
  })
})
