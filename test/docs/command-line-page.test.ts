import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandLinePage } from '../../docs/command-line-page.ts'

const page = new URL('../../docs/command-line.md', import.meta.url)

test('docs/command-line.md is up to date (node_modules/.bin/node docs/generate-command-line.ts writes it)', () => {
  expect(readFileSync(page, 'utf8')).toBe(commandLinePage())
})

test('every command has a section, and every one that calls a server an example', () => {
  const sections = commandLinePage().split('\n## ').slice(1)
  expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(
    expect.arrayContaining(['serve', 'status', 'project list', 'user reset-password', 'completion']),
  )
  const calling = sections.filter((section) => section.includes(' It calls a server.'))
  expect(calling.filter((section) => !section.includes('```sh'))).toEqual([])
})
