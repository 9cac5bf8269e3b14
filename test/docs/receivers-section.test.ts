import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withReceivers } from '../../docs/receivers-section.ts'

const page = new URL('../../docs/reliability.md', import.meta.url)

test('docs/reliability.md lists the receivers that misbehave (node_modules/.bin/node docs/generate-receivers.ts writes it)', () => {
  const text = readFileSync(page, 'utf8')
  expect(text).toBe(withReceivers(text))
})
