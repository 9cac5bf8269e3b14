import { expect, test } from 'vitest'
import { subjectOfTag } from './accessory.ts'

const hex = 'a1'.repeat(32)

test.for([`sha256-${hex}.sig`, `sha256-${hex}.att`, `sha256-${hex}.sbom`, `sha256-${hex}`])(
  'the tag %s belongs to the digest that it names',
  (tag) => {
    expect(subjectOfTag(tag)).toBe(`sha256:${hex}`)
  },
)

test.for([null, 'v1', 'sha256-abc.sig', `sha256-${hex}x`, `SHA256-${hex}.sig`, `sha256-${hex}.SIG`])(
  'the tag %s belongs to nothing',
  (tag) => {
    expect(subjectOfTag(tag)).toBeNull()
  },
)
