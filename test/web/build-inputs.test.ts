import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { INPUTS } from '../../scripts/build-console.mjs'

test('the console is built anew when any part of the program that it imports has changed', () => {
  const sources = globSync('web/**/*.{ts,tsx}')
  const parts = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/from '(?:\.\.\/)+(src\/\w+)\//g)].map(([, part]) => part ?? ''),
  )
  expect(parts).toContain('src/client')
  expect([...new Set(parts)].filter((part) => !INPUTS.includes(part))).toEqual([])
})
