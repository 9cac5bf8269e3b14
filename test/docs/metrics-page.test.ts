import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { metricsPage } from '../../docs/metrics-page.ts'

const page = new URL('../../docs/metrics.md', import.meta.url)

test('docs/metrics.md is up to date (node_modules/.bin/node docs/generate-metrics.ts writes it)', () => {
  expect(readFileSync(page, 'utf8')).toBe(metricsPage())
})
