import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { targetPages, targetsIndex } from '../../docs/target-pages.ts'

const pages = targetPages().map(({ file, text }) => ({ name: basename(file.pathname, '.md'), file, text }))

describe('every kind of target has a page', () => {
  test.for(pages)(
    '$name, with its options (else run node_modules/.bin/node docs/generate-targets.ts)',
    ({ file, text }) => {
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )

  test.for(pages)('$name, which says how to set it up, and against what it was tested', ({ text }) => {
    expect(text).toMatch(/^# .+\n\n\S[^]*^## Set it up\n[^]*^```json\n[^]*^## Tested against\n\n\S/m)
  })
})

test('docs/targets/README.md lists them (else run node_modules/.bin/node docs/generate-targets.ts)', () => {
  const { file, text } = targetsIndex()
  expect(readFileSync(file, 'utf8')).toBe(text)
})
