import { expect, test } from 'vitest'
import { Tags } from './tags.ts'

const [one, two] = ['sha256:one', 'sha256:two']

test('a tag points to one digest, and a digest has its tags by name', () => {
  const tags = new Tags([{ name: 'v1', digest: one, isGone: false }])
  tags.point('latest', one)
  expect(tags.of(one)).toEqual(['latest', 'v1'])
  tags.point('latest', two)
  expect([tags.of(one), tags.of(two), tags.digestOf('latest')]).toEqual([['v1'], ['latest'], two])
})

test('the tags of a deleted manifest are removed, and their digest is known until the registry reports them', () => {
  const tags = new Tags([{ name: 'old', digest: two, isGone: true }])
  tags.point('v1', one)
  tags.point('v2', one)
  expect(tags.removeAll(one)).toEqual(['v1', 'v2'])
  expect([tags.of(one), tags.digestOf('v1')]).toEqual([[], null])
  expect(['v1', 'old', 'never'].map((name) => tags.lastDigestOf(name))).toEqual([one, two, null])
  tags.remove('v1')
  expect(tags.lastDigestOf('v1')).toBeNull()
})

test('a tag that is pushed again after its manifest was deleted is new', () => {
  const tags = new Tags([{ name: 'v1', digest: one, isGone: true }])
  expect(tags.digestOf('v1')).toBeNull()
  tags.point('v1', two)
  expect(tags.lastDigestOf('v1')).toBe(two)
})
