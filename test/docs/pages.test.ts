import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { anchorOf } from '../../docs/.vitepress/anchors.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const markdown = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path))
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CODE_OF_CONDUCT.md',
  ...markdown('docs'),
  ...markdown('test'),
  ...markdown('examples'),
]

/** What stands in backticks and begins like a path of the repository. */
const PATHS = /`((?:src|web|test|bench|demo|docs|examples|scripts|bin|\.ci)\/[\w./-]*)`/g
/** Words that have a plainer one: everyone who, must, reported, fixed. */
const BANNED = /\b(?:whoever|shall|told|mended)\b/gi

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8')

  test('has only links that lead to a file', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => link!)
    expect(links.filter((link) => !isFile(join(root, dirname(page), link)))).toEqual([])
  })

  test('has only links to headings that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)]
    const missing = links.filter(([, link, anchor]) => {
      const target = link === '' ? page : join(dirname(page), link!)
      return !anchorsOf(readFileSync(join(root, target), 'utf8')).includes(anchor!)
    })
    expect(missing.map(([link]) => link)).toEqual([])
  })

  test('names only files and folders that are there', () => {
    const paths = [...text.matchAll(PATHS)].map(([, path]) => path!)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('uses plain words', () => {
    const prose = text.replaceAll(/^```.*?^```|^ +- Not: [^\n]*$/gms, '')
    expect(prose.match(BANNED) ?? []).toEqual([])
  })
})

const written = pages.filter(
  (page) => !/^<!-- docs\/generate-.*writes this page/m.test(readFileSync(join(root, page), 'utf8')),
)

test.for(written)('%s wraps its prose at 150 characters', (page) => {
  const text = readFileSync(join(root, page), 'utf8')
  const prose = text.replaceAll(/^ *```.*?^ *```/gms, '').split('\n')
  expect(prose.filter((line) => line.length > 150 && !/^ *\||https?:/.test(line))).toEqual([])
})

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!))
}

test('every decision is at most 40 lines, but for the rows of its tables', () => {
  const decisions = pages.filter((page) => /^docs\/decisions\/\d/.test(page))
  const lengths = decisions.map((page) => {
    const lines = readFileSync(join(root, page), 'utf8').trimEnd().split('\n')
    return lines.filter((line) => !line.startsWith('| ')).length
  })
  expect(Math.max(...lengths)).toBeLessThanOrEqual(40)
})
