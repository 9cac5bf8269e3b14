import { expect, test } from 'vitest'
import { runKeys } from './run-keys.ts'

const rule = { order: 'repository', onlyLatest: true } as const
const app = { project: 'team', repository: 'team/app', tag: 'v1' }

test('runs for one repository go in order, and those for one tag of it replace each other', () => {
  const keys = runKeys(rule, app)
  expect(runKeys(rule, { ...app, tag: 'v2' }).orderKey).toBe(keys.orderKey)
  expect(runKeys(rule, { ...app, tag: 'v2' }).latestKey).not.toBe(keys.latestKey)
  expect(runKeys(rule, { ...app, repository: 'team/web' }).orderKey).not.toBe(keys.orderKey)
})

test('a key is short, however long a name is', () => {
  expect(runKeys(rule, { ...app, repository: 'n'.repeat(1024 ** 2) }).orderKey).toHaveLength(43)
})

test('without a repository the project gives the order; without both there is none, and nothing is replaced', () => {
  const projectWide = { ...app, repository: '', tag: '' }
  expect(runKeys(rule, projectWide).orderKey).not.toBeNull()
  expect(runKeys(rule, projectWide).latestKey).toBeNull()
  expect(runKeys(rule, { project: '', repository: '', tag: '' })).toEqual({ orderKey: null, latestKey: null })
})

test('a rule that wants neither has no keys', () => {
  expect(runKeys({ order: 'none', onlyLatest: false }, app)).toEqual({ orderKey: null, latestKey: null })
})
