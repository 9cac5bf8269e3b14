import { expect, test } from 'vitest'
import { registryEvent } from '../../test/support/events/registry-event.ts'
import type { EventType } from '../domain/event/event-type.ts'
import type { Manifest } from '../domain/event/manifest.ts'
import { resolveRoles } from './resolve-roles.ts'

const [digest, subject] = [`sha256:${'d4'.repeat(32)}`, `sha256:${'e5'.repeat(32)}`]
const index: Manifest = {
  digest: 'sha256:index',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  sizeBytes: 400,
  artifactType: null,
  subject: null,
  platforms: [],
  references: [],
  isComplete: false,
}

async function roleOf(
  type: EventType,
  known: { readonly manifest?: Manifest; readonly parents?: readonly Manifest[] },
  tag: string | null = null,
) {
  const { manifest = null, parents = [] } = known
  const registry = {
    manifest: () => Promise.resolve(manifest),
    parentsOf: () => Promise.resolve(parents),
  }
  const [event] = await resolveRoles([registryEvent({ type, artifact: { digest, tag } })], registry)
  return event!.role
}

test('what is attached to a subject is an accessory in pulls and scans too', async () => {
  for (const type of ['PULL_ARTIFACT', 'SCANNING_COMPLETED'] as const) {
    expect(await roleOf(type, { manifest: { ...index, digest, subject } })).toBe('accessory')
    expect(await roleOf(type, { parents: [{ ...index, subject }] })).toBe('accessory')
  }
})

test('the scan of a part is that of a part, and a part that is pulled alone is what its client wants', async () => {
  expect(await roleOf('SCANNING_COMPLETED', { parents: [index] })).toBe('child')
  expect(await roleOf('PULL_ARTIFACT', { parents: [index] })).toBe('root')
})

test('what has a tag, or is known for nothing, keeps its role', async () => {
  expect(await roleOf('SCANNING_COMPLETED', { parents: [index] }, 'v1')).toBe('root')
  expect(await roleOf('PULL_ARTIFACT', {})).toBe('root')
  expect(await roleOf('PUSH_ARTIFACT', { parents: [index] })).toBe('root')
})
