import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { secretKey } from './secret-key.ts'

test('a key that is set is used, and no file is created', async () => {
  await using folder = await temporaryFolder('key')
  expect(secretKey('as set', join(folder.path, 'key'))).toBe('as set')
  expect(() => statSync(join(folder.path, 'key'))).toThrow('ENOENT')
})

test('without a setting a key is created once, in a file that only its owner can read', async () => {
  await using folder = await temporaryFolder('key')
  const file = join(folder.path, 'key')
  const created = secretKey(null, file)
  expect(created).toMatch(/^[\w-]{43}$/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8').trim()).toBe(created)
  expect(secretKey(null, file)).toBe(created)
})

test('every created key is different', async () => {
  await using folder = await temporaryFolder('key')
  const keys = ['a', 'b', 'c'].map((name) => secretKey(null, join(folder.path, name)))
  expect(new Set(keys).size).toBe(3)
})

test('a key file that cannot be read stops the start instead of being replaced', async () => {
  await using folder = await temporaryFolder('key')
  expect(() => secretKey(null, folder.path)).toThrow('EISDIR')
})

test('a key may be kept in a file that ends with a line break', async () => {
  await using folder = await temporaryFolder('key')
  writeFileSync(join(folder.path, 'key'), 'my key\n')
  expect(secretKey(null, join(folder.path, 'key'))).toBe('my key')
})

test('an empty key file stops the start instead of being a key', async () => {
  await using folder = await temporaryFolder('key')
  writeFileSync(join(folder.path, 'key'), '')
  expect(() => secretKey(null, join(folder.path, 'key'))).toThrow('is empty')
})
