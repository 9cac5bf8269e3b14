import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...docs.filter((path) => path.endsWith('.md')).map((path) => join('docs', path)),
]

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8')

  test('has only links that lead to a file', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => link!)
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
  })

  test('names only files and folders that are there', () => {
    const paths = [...text.matchAll(/`((?:src|test|bench|demo|docs|scripts|bin|\.ci)\/[\w./-]*)`/g)]
    const missing = paths.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })
})

test('every decision is at most 40 lines, but for the rows of its tables', () => {
  const decisions = pages.filter((page) => page.startsWith('docs/decisions/'))
  const lengths = decisions.map((page) => {
    const lines = readFileSync(join(root, page), 'utf8').trimEnd().split('\n')
    return lines.filter((line) => !line.startsWith('| ')).length
  })
  expect(Math.max(...lengths)).toBeLessThanOrEqual(40)
})
