import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { payloadsPage } from '../../docs/payloads-page.ts'

const page = new URL('../../docs/payloads.md', import.meta.url)

test('docs/payloads.md is up to date (node_modules/.bin/node docs/generate-payloads.ts writes it)', async () => {
  expect(readFileSync(page, 'utf8')).toBe(await payloadsPage())
})
