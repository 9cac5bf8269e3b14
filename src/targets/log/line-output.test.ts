import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { LineOutput } from './line-output.ts'

const SOON_MS = 100
const LONG_MS = 60_000

/** A pipe whose reader reads only when it is asked to. */
async function startPipe() {
  const folder = await temporaryFolder('pipe')
  const path = join(folder.path, 'pipe')
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY)
  const output = new LineOutput(writer)
  let text = ''
  return {
    output,
    writer,
    /** All that was written so far. */
    read(): string {
      const chunk = Buffer.alloc(64 * 1024)
      try {
        for (let n = readSync(reader, chunk); n > 0; n = readSync(reader, chunk))
          text += chunk.subarray(0, n).toString()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      }
      return text
    },
    close: () => closeSync(reader),
    async [Symbol.asyncDispose]() {
      await output[Symbol.asyncDispose]()
      closeSync(writer)
      await folder[Symbol.asyncDispose]()
    },
  }
}

const numbered = (count: number, length: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${index} ${'x'.repeat(length)}`)

test('lines come whole and in their order, short and long ones', async () => {
  await using pipe = await startPipe()
  const lines = [...numbered(50, 100), ...numbered(2, 10_000)]
  const faults = await Promise.all(lines.map((line) => pipe.output.write(line, LONG_MS)))
  expect(new Set(faults)).toEqual(new Set([null]))
  expect(pipe.read()).toBe(lines.map((line) => `${line}\n`).join(''))
})

test('a reader that does not read holds nothing up: lines fail after their time, and go on when it reads', async () => {
  await using pipe = await startPipe()
  const lines = numbered(100, 4000)
  const faults = await Promise.all(lines.map((line) => pipe.output.write(line, SOON_MS)))
  expect(faults.filter((fault) => fault === null).length).toBeGreaterThan(0)
  expect(faults.at(-1)).toEqual({ code: 'ETIMEDOUT', isLate: true })
  pipe.read()
  expect(await pipe.output.write('last', LONG_MS)).toBeNull()
  const arrived = pipe.read().split('\n')
  expect(arrived.slice(-2)).toEqual(['last', ''])
  for (const line of arrived.slice(0, -2)) expect(lines).toContain(line)
})

test('where nobody reads any more, a line fails at once, and nothing else happens', async () => {
  await using pipe = await startPipe()
  pipe.close()
  expect(await pipe.output.write('alone', LONG_MS)).toEqual({ code: 'EPIPE', isLate: false })
  expect(await pipe.output.write('again', LONG_MS)).toEqual({ code: 'EPIPE', isLate: false })
})

test('lines that still wait when the program ends fail, and do not keep it', async () => {
  await using pipe = await startPipe()
  const faults = Promise.all(numbered(100, 4000).map((line) => pipe.output.write(line, LONG_MS)))
  await pipe.output[Symbol.asyncDispose]()
  expect((await faults).at(-1)).toEqual({ code: 'EAGAIN', isLate: false })
})

test('a file that others append to gets each line once', async () => {
  await using folder = await temporaryFolder('file')
  const path = join(folder.path, 'log')
  const descriptor = openSync(path, 'w')
  await using output = new LineOutput(descriptor)
  await output.write('first', LONG_MS)
  await output.write('second', LONG_MS)
  expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n')
  closeSync(descriptor)
})
