import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { waitUntil } from '../../../test/support/wait-until.ts'
import type { LoadedRulesEnd } from './load-rules.ts'
import { type WatchedRules, watchRules } from './watch-rules.ts'

const rulesNamed = (name: string): string => `rules: [{ name: ${name}, run: x }]\n`

async function watching(path: string, reloads: LoadedRulesEnd[] = []): Promise<WatchedRules> {
  const onReload = (end: LoadedRulesEnd): void => void reloads.push(end)
  const watched = await watchRules({ path, environment: {}, onReload, settleMs: 10 })
  if ('mistakes' in watched) throw new Error(watched.mistakes.join('\n'))
  return watched
}

const nameIn = (watched: WatchedRules): string => watched.current().rules[0]?.name ?? ''

const untilNamed = (watched: WatchedRules, name: string) =>
  waitUntil(() => nameIn(watched) === name, { what: `the rule is ${name}`, timeoutMs: 20_000 })

test('a file that is written anew, or replaced, is read again', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'rules.yml')
  await writeFile(path, rulesNamed('first'))
  using watched = await watching(path)
  expect(nameIn(watched)).toBe('first')
  await writeFile(path, rulesNamed('written'))
  await untilNamed(watched, 'written')
  await writeFile(`${path}.new`, rulesNamed('replaced'))
  await rename(`${path}.new`, path)
  await untilNamed(watched, 'replaced')
})

test('as a ConfigMap is mounted: a link into a folder, which is itself a link that is replaced', async () => {
  await using folder = await temporaryFolder()
  for (const version of ['one', 'two']) {
    await mkdir(join(folder.path, `..${version}`))
    await writeFile(join(folder.path, `..${version}`, 'rules.yml'), rulesNamed(version))
  }
  await symlink('..one', join(folder.path, '..data'))
  await symlink('..data/rules.yml', join(folder.path, 'rules.yml'))
  using watched = await watching(join(folder.path, 'rules.yml'))
  await symlink('..two', join(folder.path, '..data_tmp'))
  await rename(join(folder.path, '..data_tmp'), join(folder.path, '..data'))
  await untilNamed(watched, 'two')
})

test('a broken file leaves the rules as they are and says what is wrong; the next good one counts', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'rules.yml')
  const reloads: LoadedRulesEnd[] = []
  await writeFile(path, rulesNamed('good'))
  using watched = await watching(path, reloads)
  await writeFile(path, 'rules: [{ name: broken, runn: x }]')
  const isReported = () =>
    reloads.some((end) => 'mistakes' in end && end.mistakes[0]?.includes('did you mean run?'))
  await waitUntil(isReported, { what: 'the mistake is reported', timeoutMs: 20_000 })
  expect(nameIn(watched)).toBe('good')
  await rm(path)
  await writeFile(path, rulesNamed('better'))
  await untilNamed(watched, 'better')
})

test('a secret that is replaced is read again, wherever it is', async () => {
  await using folder = await temporaryFolder()
  await using secrets = await temporaryFolder()
  const [path, secret] = [join(folder.path, 'rules.yml'), join(secrets.path, 'auth')]
  await writeFile(secret, 'old')
  await writeFile(path, `authorization: [{ file: ${secret} }]\n${rulesNamed('a')}`)
  using watched = await watching(path)
  const { sender } = watched.current()
  await writeFile(secret, 'new')
  const isRead = () =>
    !watched.current().sender.authorizations[0]?.equals(sender.authorizations[0] ?? Buffer.from(''))
  await waitUntil(isRead, { what: 'the secret is read', timeoutMs: 20_000 })
})

test('other files of the folder do not matter; asked to, it reads the file all the same', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'rules.yml')
  const reloads: LoadedRulesEnd[] = []
  await writeFile(path, rulesNamed('a'))
  using watched = await watching(path, reloads)
  await writeFile(join(folder.path, 'other'), 'x')
  await watched.reload()
  await watched.reload()
  expect(reloads).toHaveLength(2)
})

test('what is wrong from the beginning is not watched', async () => {
  const watched = await watchRules({ path: '/none/rules.yml', environment: {}, onReload: () => undefined })
  expect(watched).toEqual({ mistakes: [expect.stringContaining('cannot be read')] })
})
