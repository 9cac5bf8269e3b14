import { expect, test } from 'vitest'
import { isIndexType } from '../../domain/event/manifest.ts'
import { mediaTypeCode, mediaTypeOf } from './media-type-code.ts'

test('a known media type is stored as its number, which never changes', () => {
  expect(mediaTypeCode('application/vnd.oci.image.manifest.v1+json')).toBe('#0')
  expect(mediaTypeCode('application/vnd.docker.distribution.manifest.list.v2+json')).toBe('#8')
  expect(mediaTypeCode('application/octet-stream')).toBe('#16')
  expect(Array.from({ length: 19 }, (_, index) => mediaTypeOf(`#${index}`)).filter(isIndexType)).toHaveLength(
    2,
  )
})

test.for(['application/vnd.oci.image.manifest.v1+json', 'application/x-own', '#0', '##0', '#', ''])(
  '%j comes back as it was',
  (mediaType) => {
    expect(mediaTypeOf(mediaTypeCode(mediaType))).toBe(mediaType)
  },
)
