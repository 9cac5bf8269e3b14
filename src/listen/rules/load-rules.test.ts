import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { createSigningSecret } from '../../domain/target/signing-key.ts'
import { checkSender } from '../webhook/check-sender.ts'
import { loadRules } from './load-rules.ts'

const RULES = 'rules: [{ name: a, run: x }]\n'

async function loadedFrom(folder: string, text: string, environment: Record<string, string> = {}) {
  const path = join(folder, 'rules.yml')
  await writeFile(path, text)
  return loadRules({ path, environment })
}

test('secrets come from files and variables, and know the sender', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'auth'), 'Bearer abc\n')
  const text = `authorization: [{ file: auth }, { variable: OLD }]\n${RULES}`
  const end = await loadedFrom(folder.path, text, { OLD: 'old' })
  if ('mistakes' in end) throw new Error(end.mistakes.join('\n'))
  const check = (authorization: string) =>
    checkSender(end.loaded.sender, { headers: { authorization }, body: Buffer.from(''), nowMs: 0 })
  expect(check('Bearer abc')).toBeNull()
  expect(check('Secret old')).toBeNull()
  expect(check('abc')).toMatchObject({ code: 'wrong' })
  expect(end.loaded.files).toEqual([join(folder.path, 'rules.yml'), join(folder.path, 'auth')])
})

test('secrets that are missing are all named, and shown never', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'lines'), 'top-secret\nsecond line\n')
  const text = `authorization: [{ file: none }, { variable: NONE }, { file: lines }]
rules: [{ name: a, call: { url: "https://h/", token_variable: EMPTY } }]
`
  const end = await loadedFrom(folder.path, text, { EMPTY: '' })
  const { mistakes } = end as { mistakes: readonly string[] }
  const all = mistakes.join('\n').replaceAll(folder.path, '')
  expect(all.split('\n')).toEqual([
    '/rules.yml: the file /lines has more than one line, or a control character',
    '/rules.yml: the file /none is missing or cannot be read',
    '/rules.yml: the variable EMPTY is empty',
    '/rules.yml: the variable NONE is missing or cannot be read',
  ])
  expect(all).not.toContain('top-secret')
})

test('a signing secret that can be none is named by its number', async () => {
  await using folder = await temporaryFolder()
  const text = `signing: { secrets: [{ variable: A }, { public_key: whpk_x }] }\n${RULES}`
  const end = await loadedFrom(folder.path, text, { A: createSigningSecret('v1') })
  expect(end).toEqual({ mistakes: [expect.stringContaining('the signing secret number 2: ')] })
})

test('mistakes of the file have its name, line and column', async () => {
  await using folder = await temporaryFolder()
  const end = await loadedFrom(folder.path, 'rules: [{ name: a, runn: x }]')
  expect(end).toEqual({
    mistakes: [expect.stringContaining('rules.yml:1:20: unknown key runn: did you mean run?')],
  })
  const gone = await loadRules({ path: join(folder.path, 'none.yml'), environment: {} })
  expect(gone).toEqual({ mistakes: [expect.stringContaining('none.yml cannot be read: ENOENT')] })
})
