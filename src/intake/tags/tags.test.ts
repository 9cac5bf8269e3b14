import { expect, test } from 'vitest'
import type { KnownTag } from '../../domain/event/known-tag.ts'
import { Tags } from './tags.ts'

const [one, two] = ['sha256:one', 'sha256:two']
const moved = { atMs: 1, instance: null }

const tag = (name: string, digest: string): KnownTag => ({ name, digest, moved, deletedAtMs: null })
const deleted = (name: string, digest = ''): KnownTag => ({ name, digest, moved, deletedAtMs: 2 })

test('a tag points to one digest, and a digest has its tags by name', () => {
  const tags = new Tags([tag('v1', one)])
  tags.set(tag('latest', one))
  expect(tags.of(one)).toEqual(['latest', 'v1'])
  tags.set(tag('latest', two))
  expect([tags.of(one), tags.of(two), tags.digestOf('latest')]).toEqual([['v1'], ['latest'], two])
})

test('tags of a deleted manifest point nowhere, and their digest is known until the registry reports them', () => {
  const tags = new Tags([deleted('old', two), tag('v1', one), tag('v2', one)])
  tags.set(deleted('v1', one))
  tags.set(deleted('v2', one))
  expect([tags.of(one), tags.digestOf('v1'), tags.size]).toEqual([[], null, 0])
  expect(['v1', 'old', 'never'].map((name) => tags.lastDigestOf(name))).toEqual([one, two, null])
  tags.set(deleted('v1'))
  expect(tags.lastDigestOf('v1')).toBeNull()
})

test('a tag that is pushed again after its manifest was deleted is new', () => {
  const tags = new Tags([deleted('v1', one)])
  expect([tags.digestOf('v1'), tags.deletionOf('v1')]).toEqual([null, deleted('v1', one)])
  tags.set(tag('v1', two))
  expect([tags.lastDigestOf('v1'), tags.deletionOf('v1')]).toEqual([two, null])
})

test('names that are deleted do not count as tags', () => {
  const tags = new Tags([deleted('v1', one), deleted(two), tag('latest', one)])
  expect([tags.size, tags.all()]).toEqual([1, [tag('latest', one)]])
})

test('a deleted repository takes along what is not younger', () => {
  const young = { ...tag('new', two), moved: { atMs: 9, instance: null } }
  const tags = new Tags([tag('v1', one), deleted('v2', one), young])
  tags.forgetAll(({ moved: { atMs } }) => atMs < 5)
  expect([tags.all(), tags.of(one), tags.deletionOf('v2')]).toEqual([[young], [], null])
})
