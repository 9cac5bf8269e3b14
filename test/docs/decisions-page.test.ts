import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decisionsPage } from '../../docs/decisions-page.ts'

test('docs/decisions/README.md lists every note (else run node_modules/.bin/node docs/generate-decisions.ts)', () => {
  const page = readFileSync(new URL('../../docs/decisions/README.md', import.meta.url), 'utf8')
  expect(page).toBe(decisionsPage())
})
