import { expect, test } from 'vitest'
import type { KnownTag } from '../../domain/event/known-tag.ts'
import { type RepositoryDeletion, Tags } from './tags.ts'

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
  tags.forgetAll(deletionAt(5))
  expect([tags.all(), tags.of(one), tags.deletionOf('v2')]).toEqual([[young], [], null])
})

test('what is read after a repository was deleted again and again went with any of its deletions', () => {
  const tags = new Tags()
  const times = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 20_000)
  for (const atMs of times) tags.forgetAll(deletionAt(atMs))
  const [old, young] = [19_998, 20_000].map((atMs) => ({
    ...tag(`v${atMs}`, one),
    moved: { atMs, instance: null },
  }))
  tags.add({ names: ['v19998', 'v20000'], digests: [], tags: [old!, young!], youngest: null })
  expect([tags.all(), tags.facts]).toEqual([[young], 3])
})

function deletionAt(atMs: number): RepositoryDeletion {
  return { moment: { atMs, instance: null }, takes: ({ moved: one }) => one.atMs < atMs }
}
