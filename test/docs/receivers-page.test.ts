import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { receiversPage } from '../../docs/receivers-page.ts'

const page = new URL('../../docs/receivers.md', import.meta.url)

test('docs/receivers.md lists the receivers that misbehave (node_modules/.bin/node docs/generate-receivers.ts writes it)', () => {
  expect(readFileSync(page, 'utf8')).toBe(receiversPage())
})
