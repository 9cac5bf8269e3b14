import { execFileSync } from 'node:child_process'
import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { closeToOthers, makePrivate } from './private-file.ts'

const modeOf = (path: string): number => statSync(path).mode & 0o777

test.for(['000', '022', '277'])('a new file is its owner’s alone under umask %s', async (umask) => {
  await using folder = await temporaryFolder('private')
  const path = join(folder.path, 'file')
  const module = new URL('./private-file.ts', import.meta.url).href
  const program = `(await import(${JSON.stringify(module)})).makePrivate(process.argv[1])`
  const node = [process.execPath, '--input-type=module', '-e', program, path]
  execFileSync('sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', ...node])
  expect(modeOf(path)).toBe(0o600)
})

test('a file that others may read becomes its owner’s alone, and one that is stays as it is', async () => {
  await using folder = await temporaryFolder('private')
  const path = join(folder.path, 'file')
  writeFileSync(path, 'content')
  for (const [before, after] of [
    [0o644, 0o600],
    [0o666, 0o600],
    [0o400, 0o400],
  ] as const) {
    chmodSync(path, before)
    makePrivate(path)
    expect(modeOf(path)).toBe(after)
  }
})

test('a file that is not there is not created by closing it', async () => {
  await using folder = await temporaryFolder('private')
  closeToOthers(join(folder.path, 'none'))
  expect(() => statSync(join(folder.path, 'none'))).toThrow('ENOENT')
})
