import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import { UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import { supposeParts } from './suppose-parts.ts'

const mediaType = 'application/vnd.oci.image.index.v1+json'
const index = registryEvent({ artifact: { digest: 'sha256:index', tag: 'v1', mediaType } })
const held = [
  { artifact: { ...UNKNOWN_ARTIFACT, digest: 'sha256:part', mediaType: 'a/manifest', sizeBytes: 400 } },
  { artifact: { ...UNKNOWN_ARTIFACT, digest: 'sha256:index', mediaType } },
]
const part = { digest: 'sha256:part', mediaType: 'a/manifest', sizeBytes: 400, platform: null }

test('what its client pushed before an index is taken for its parts, but not the index itself', () => {
  expect(supposeParts(index, held).references).toEqual([part])
})

test('what the registry reported is not doubted, and an image has no parts', () => {
  const reported = { ...index, references: [{ ...part, digest: 'sha256:other' }] }
  expect(supposeParts(reported, held)).toBe(reported)
  const image = registryEvent({ artifact: { digest: 'sha256:image', mediaType: 'a/manifest' } })
  expect(supposeParts(image, held)).toBe(image)
  expect(supposeParts(index, []).references).toBeUndefined()
})
