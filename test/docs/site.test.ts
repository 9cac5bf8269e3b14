import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pagesOfSidebar } from '../../docs/.vitepress/sidebar.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('the sidebar of the site leads to every page, once', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], {
    cwd: root,
    exclude: ['docs/.vitepress/**'],
  })
  expect(pagesOfSidebar(root).toSorted()).toEqual(pages.toSorted())
})
