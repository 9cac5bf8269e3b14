import { expect, test } from 'vitest'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import { holdUntilMs } from './hold-until.ts'

const times = { settleMs: 10_000, settleMaxMs: 30_000, enrichTimeoutMs: 2000 }
const mediaType = 'application/vnd.oci.image.manifest.v1+json'
const untagged = { digest: `sha256:${'d4'.repeat(32)}`, mediaType }
const waitOf = (facts: RegistryEventFacts, isReadable = false) =>
  holdUntilMs(registryEvent({ acceptedAtMs: 0, artifact: untagged, ...facts }), isReadable, times)

test('a push without a tag waits where its client, its references or its registry can show what it belongs to', () => {
  expect(waitOf({ client: '10.0.0.7 Helm/3.16.2' })).toBe(10_000)
  expect(waitOf({ references: [] })).toBe(10_000)
  expect(waitOf({}, true)).toBe(10_000)
  expect(waitOf({})).toBeNull()
})

test('a push with a tag and a pull wait for the registry alone', () => {
  const client = '10.0.0.7 Helm/3.16.2'
  for (const facts of [{ artifact: { ...untagged, tag: 'v1' } }, { type: 'PULL_ARTIFACT' as const }]) {
    expect(waitOf({ client, ...facts })).toBeNull()
    expect(waitOf({ client, ...facts }, true)).toBe(2000)
  }
})
