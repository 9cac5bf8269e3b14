import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { settingsPage } from '../../docs/settings-page.ts'

const page = new URL('../../docs/settings.md', import.meta.url)

test('docs/settings.md is up to date (node_modules/.bin/node docs/generate-settings.ts writes it)', () => {
  expect(readFileSync(page, 'utf8')).toBe(settingsPage())
})
