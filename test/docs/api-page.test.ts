import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apiPage } from '../../docs/api-page.ts'

const page = new URL('../../docs/api.md', import.meta.url)

test('docs/api.md is up to date (node_modules/.bin/node docs/generate-api.ts writes it)', () => {
  expect(readFileSync(page, 'utf8')).toBe(apiPage())
})
