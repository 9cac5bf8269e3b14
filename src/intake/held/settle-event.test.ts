import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import type { Manifest } from '../../domain/event/manifest.ts'
import { settleEvent } from './settle-event.ts'

const digest = `sha256:${'d4'.repeat(32)}`
const untagged = registryEvent({ artifact: { digest } })
const tagged = registryEvent({ artifact: { digest, tag: 'v1' } })
const manifest: Manifest = {
  digest,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  sizeBytes: 400,
  artifactType: 'a/type',
  subject: null,
  platforms: ['linux/amd64'],
  references: [],
  isComplete: true,
}
const index: Manifest = { ...manifest, mediaType: 'application/vnd.oci.image.index.v1+json' }
const nothing = { manifest: null, parents: [], isAsked: true }

test('a push without a tag waits for an index until its time has come, and is then the root', () => {
  expect(settleEvent(untagged, nothing, { isDue: false })).toBeNull()
  expect(settleEvent(untagged, nothing, { isDue: true })).toEqual(untagged)
})

test('a manifest of an index is its child at once', () => {
  const event = settleEvent(untagged, { ...nothing, parents: [index] }, { isDue: false })
  expect(event).toMatchObject({ role: 'child' })
})

test('a manifest of an index that lists the referrers of a subject is attached to that subject', () => {
  const subject = 'sha256:subject'
  const parents = [{ ...index, subject }]
  const event = settleEvent(untagged, { ...nothing, parents }, { isDue: false })
  expect(event).toMatchObject({ role: 'accessory', artifacts: [{ subject }] })
})

test('a manifest with a subject is an accessory, with or without a tag', () => {
  const known = { ...nothing, manifest: { ...manifest, subject: 'sha256:subject' } }
  for (const held of [tagged, untagged]) {
    expect(settleEvent(held, known, { isDue: false })).toMatchObject({ role: 'accessory' })
  }
})

test('a push with a tag waits for the registry alone, and then carries its answer', () => {
  expect(settleEvent(tagged, { ...nothing, isAsked: false }, { isDue: false })).toBeNull()
  expect(settleEvent(tagged, { ...nothing, manifest }, { isDue: false })).toMatchObject({
    role: 'root',
    artifacts: [{ artifactType: 'a/type', platforms: ['linux/amd64'], sizeBytes: 400 }],
  })
})
