import { expect, test } from 'vitest'
import { linkOnSite, pathOnSite } from './site-paths.ts'

test('pages of docs/ stand at the root of the site, and a README is the index of its folder', () => {
  const pages = ['README.md', 'docs/login.md', 'docs/sources/README.md', 'examples/README.md', 'SECURITY.md']
  expect(pages.map(pathOnSite)).toEqual([
    'index.md',
    'login.md',
    'sources/index.md',
    'examples/index.md',
    'project/security.md',
  ])
})

test('a link to a page leads to it on the site, with its anchor', () => {
  expect(linkOnSite('docs/sources/zot.md', '../../README.md')).toEqual({ href: '/index.md' })
  expect(linkOnSite('docs/sources/zot.md', '../login.md#robots')).toEqual({ href: '/login.md#robots' })
})

test('a link to another file leads to a copy of the file', () => {
  expect(linkOnSite('docs/metrics.md', '../deploy/grafana/bellbuoy.json')).toEqual({
    href: '/files/deploy/grafana/bellbuoy.json',
    file: 'deploy/grafana/bellbuoy.json',
  })
  expect(linkOnSite('CONTRIBUTING.md', 'test/golden/README.md')).toMatchObject({
    file: 'test/golden/README.md',
  })
})
