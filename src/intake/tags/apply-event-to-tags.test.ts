import { expect, test } from 'vitest'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import { artifactOf } from '../../domain/event/event.ts'
import { applyEventToTags } from './apply-event-to-tags.ts'
import type { RegistryAnswer } from './contradictions.ts'
import { Tags } from './tags.ts'

const digestOf = (name: string) => `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`
const [one, two, three] = [digestOf('one'), digestOf('two'), digestOf('three')]
const TOLERANCE_MS = 5000

interface Report {
  /** Seconds. */
  readonly at: number
  readonly by?: string
  readonly answer?: RegistryAnswer
}

/** A repository whose registry reports; reports arrive in the order of the calls, long after what they report. */
class Story {
  readonly tags = new Tags([])
  #acceptedAtMs = 1_000_000

  report(facts: RegistryEventFacts, { at, by = 'a', answer }: Report) {
    const times = { occurredAtMs: at * 1000, acceptedAtMs: ++this.#acceptedAtMs }
    const event = registryEvent({ ...facts, ...times, instance: by })
    return applyEventToTags(event, this.tags, { toleranceMs: TOLERANCE_MS, answer })
  }

  push(tag: string | null, digest: string, report: Report) {
    return this.report({ artifact: { tag, digest } }, report)
  }

  pull(tag: string | null, digest: string, report: Report) {
    return this.report({ type: 'PULL_ARTIFACT', artifact: { tag, digest } }, report)
  }

  deleteTag(tag: string, report: Report) {
    return this.report({ type: 'DELETE_TAG', artifact: { tag } }, report)
  }

  deleteManifest(digest: string, report: Report, facts: RegistryEventFacts = {}) {
    return this.report({ type: 'DELETE_ARTIFACT', artifact: { digest }, ...facts }, report)
  }

  deleteRepository(report: Report) {
    return this.report({ type: 'DELETE_REPOSITORY', artifacts: [] }, report)
  }
}

test('a push that is reported late moves nothing back, says so, and creates no tag', () => {
  const story = new Story()
  expect(story.push('v1', two, { at: 20 }).tagMove).toEqual({ previousDigest: null })
  const late = story.push('v1', one, { at: 10, by: 'b' })
  expect(late).toMatchObject({ event: { late: true } })
  expect([late.tagMove, late.tagChanges]).toEqual([undefined, undefined])
  expect(story.tags.digestOf('v1')).toBe(two)
})

test('the tags of a late push are those that point to its digest, its own not among them', () => {
  const story = new Story()
  story.push('v1', two, { at: 20 })
  expect(artifactOf(story.push('v1', one, { at: 10, by: 'b' }).event)).toMatchObject({ tag: 'v1', tags: [] })
  story.push('stable', one, { at: 30 })
  expect(artifactOf(story.push('v1', one, { at: 11, by: 'b' }).event).tags).toEqual(['stable'])
})

test('two instances within the tolerance: what arrives last counts', () => {
  const story = new Story()
  story.push('v1', one, { at: 12 })
  const next = story.push('v1', two, { at: 8, by: 'b' })
  expect(next.event.late).toBeUndefined()
  expect(next.tagMove).toEqual({ previousDigest: one })
  expect(story.tags.get('v1')).toMatchObject({ digest: two, moved: { atMs: 8000, instance: 'b' } })
})

test('a push of the digest that the tag points to anyway is not late, moves nothing, and brings the time forward only', () => {
  const story = new Story()
  story.push('v1', one, { at: 20 })
  const earlier = story.push('v1', one, { at: 10, by: 'b' })
  expect([earlier.event.late, earlier.tagMove, earlier.tagChanges]).toEqual([undefined, undefined, undefined])
  expect(story.push('v1', one, { at: 30 }).tagMove).toBeUndefined()
  expect(story.push('v1', two, { at: 24, by: 'b' }).event.late).toBe(true)
})

test('a late push does not bring a deleted tag back, whether the tag was known before or not', () => {
  const story = new Story()
  story.push('v1', one, { at: 10 })
  story.deleteTag('v1', { at: 20 })
  story.deleteTag('never-seen', { at: 20 })
  for (const tag of ['v1', 'never-seen'])
    expect(story.push(tag, two, { at: 12, by: 'b' }).event.late).toBe(true)
  expect(story.tags.size).toBe(0)
  expect(story.push('v1', two, { at: 30 }).tagMove).toEqual({ previousDigest: null })
})

test('a late deletion of a tag deletes nothing and names no digest that it did not point to', () => {
  const story = new Story()
  story.push('v1', two, { at: 20 })
  const late = story.deleteTag('v1', { at: 10, by: 'b' }).event
  expect(late.late).toBe(true)
  expect(artifactOf(late)).toMatchObject({ digest: null, tags: null })
  expect(story.tags.digestOf('v1')).toBe(two)
})

test('a manifest that was deleted and pushed again keeps the tags of the second push, and is late', () => {
  const story = new Story()
  story.push('old', one, { at: 2 })
  story.push('v1', one, { at: 20 })
  const deletion = story.deleteManifest(one, { at: 10, by: 'b' })
  expect(deletion.event).toMatchObject({ late: true, artifacts: [{ digest: one, tag: 'old' }] })
  expect(story.tags.of(one)).toEqual(['v1'])
  const again = story.deleteManifest(one, { at: 11, by: 'b' })
  expect(again.event).toMatchObject({ late: true, artifacts: [{ digest: one, tag: null }] })
})

test('a tag that another instance moved before its known manifest was deleted did not go with it', () => {
  const story = new Story()
  story.push('v1', one, { at: 10 })
  story.deleteManifest(one, { at: 40 })
  expect(story.push('v1', two, { at: 20, by: 'b' }).event.late).toBeUndefined()
  expect(story.tags.digestOf('v1')).toBe(two)
})

test('a tag whose manifest was deleted after its push, as far as is known then, went with it', () => {
  const story = new Story()
  story.push('v1', one, { at: 10 })
  story.deleteManifest(two, { at: 40 })
  const late = story.push('v1', two, { at: 20, by: 'b' })
  expect(late).toMatchObject({ event: { late: true }, isManifestGone: true })
  expect([story.tags.digestOf('v1'), story.tags.lastDigestOf('v1')]).toEqual([null, two])
})

test('a manifest that was pushed again without a tag makes its deletion late', () => {
  const story = new Story()
  const lastPush = { atMs: 20_000, instance: 'a' }
  expect(story.deleteManifest(one, { at: 10, by: 'b' }, { lastPush }).event.late).toBe(true)
  expect(story.deleteManifest(one, { at: 30, by: 'b' }, { lastPush })).toMatchObject({
    deletesUpTo: { instance: 'b', atMs: 30_000, elsewhereAtMs: 35_000 },
  })
})

test('a late push of a manifest that was deleted brings neither its tag nor the manifest back', () => {
  const story = new Story()
  story.deleteManifest(one, { at: 20 })
  for (const tag of ['v1', null])
    expect(story.push(tag, one, { at: 10, by: 'b' })).toMatchObject({
      event: { late: true },
      isManifestGone: true,
    })
  expect(story.tags.size).toBe(0)
  expect(story.push('v1', one, { at: 30 }).isManifestGone).toBeUndefined()
})

test('tags that a deletion names are known as deleted although nobody reported their push', () => {
  const story = new Story()
  story.deleteManifest(one, { at: 20 }, { artifacts: [{ digest: one, tag: 'v1' }] })
  expect(story.push('v1', two, { at: 10, by: 'b' }).event.late).toBe(true)
})

test('the deletion of a repository keeps what was pushed after it, and outdates what was pushed before', () => {
  const story = new Story()
  story.push('v1', one, { at: 5 })
  story.push('v2', two, { at: 20 })
  expect(story.deleteRepository({ at: 10, by: 'b' }).event.late).toBe(true)
  expect(story.tags.all().map(({ name }) => name)).toEqual(['v2'])
  expect(story.push('v3', three, { at: 4 }).event.late).toBe(true)
  expect(story.push('v3', three, { at: 16 }).event.late).toBeUndefined()
})

test('a pull shows where an unknown tag points, and moves a known one only when it is surely later', () => {
  const story = new Story()
  story.pull('v1', one, { at: 10 })
  expect(story.tags.digestOf('v1')).toBe(one)
  story.push('v1', two, { at: 20 })
  expect(story.pull('v1', one, { at: 21, by: 'b' })).toMatchObject({ event: {} })
  // At one instance too: the push may have ended between the answer to the pull and its report.
  for (const by of ['a', 'b']) expect(story.pull('v1', one, { at: 25, by }).tagChanges).toBeUndefined()
  expect(story.tags.digestOf('v1')).toBe(two)
  story.pull('v1', three, { at: 26, by: 'b' })
  expect(story.tags.digestOf('v1')).toBe(three)
})

test('a late pull says so and moves nothing; a pull within the tolerance brings no deleted tag back', () => {
  const story = new Story()
  story.push('v1', two, { at: 20 })
  expect(story.pull('v1', one, { at: 10, by: 'b' }).event.late).toBe(true)
  story.deleteTag('v1', { at: 30 })
  expect(story.pull('v1', two, { at: 32, by: 'b' }).event.late).toBeUndefined()
  expect(story.tags.size).toBe(0)
})

test('a registry that was asked has the last word about a push', () => {
  const story = new Story()
  story.push('v1', two, { at: 20 })
  expect(story.push('v1', one, { at: 10, by: 'b', answer: one }).tagMove).toEqual({ previousDigest: two })
  expect(story.push('v1', two, { at: 22, by: 'a', answer: three }).event.late).toBe(true)
  expect(story.push('v1', two, { at: 22, by: 'a', answer: null }).event.late).toBe(true)
  expect(story.tags.digestOf('v1')).toBe(one)
})

test('a registry that was asked has the last word about a deletion', () => {
  const story = new Story()
  story.push('v1', one, { at: 20 })
  expect(story.deleteTag('v1', { at: 18, by: 'b', answer: one }).event.late).toBe(true)
  expect(story.deleteManifest(one, { at: 22, by: 'b', answer: one }).event.late).toBe(true)
  expect(story.tags.digestOf('v1')).toBe(one)
  expect(story.deleteManifest(one, { at: 10, by: 'b', answer: null })).toMatchObject({
    event: { artifacts: [{ tag: 'v1' }] },
  })
  expect(story.tags.size).toBe(0)
})

test('a registry whose clock was ahead makes nothing late once it is right', () => {
  const tags = new Tags([])
  const apply = (digest: string, occurredAtMs: number, acceptedAtMs: number) =>
    applyEventToTags(registryEvent({ artifact: { tag: 'v1', digest }, occurredAtMs, acceptedAtMs }), tags, {
      toleranceMs: TOLERANCE_MS,
      answer: undefined,
    })
  apply(one, 9_000_000, 50_000)
  expect(apply(two, 60_000, 60_001).event.late).toBeUndefined()
  expect(tags.digestOf('v1')).toBe(two)
})
