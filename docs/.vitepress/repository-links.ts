import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { linkOnSite } from './site-paths.ts'

/** A link that leads somewhere else than into the repository. */
const OUTSIDE = /^(?:[a-z]+:|#|\/)/

/** What VitePress says of the page that it renders; when it makes the index of the search, only `path`. */
interface PageEnvironment {
  readonly path: string
  readonly realPath?: string
}

/**
 * Turns links between files of the repository into links of the site.
 *
 * @param root of the repository
 * @param linked gets each file that a page links to and that is no page, relative to the root
 */
export function repositoryLinks(md: MarkdownRenderer, root: string, linked: Set<string>): void {
  md.core.ruler.push('repository_links', ({ tokens, env }) => {
    const { path: rewritten, realPath = rewritten } = env as PageEnvironment
    const page = path.relative(root, realPath)
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const link = token.type === 'link_open' ? token.attrGet('href') : null
      if (link === null || OUTSIDE.test(link)) continue
      const { href, file } = linkOnSite(page, decodeURI(link))
      token.attrSet('href', href)
      if (file === undefined) continue
      // A file, and not a page that the site would have to know.
      token.attrSet('target', '_blank')
      linked.add(file)
    }
  })
}

/** Puts the files that pages link to beside the pages. */
export function copyLinkedFiles(root: string, folder: string, linked: ReadonlySet<string>): void {
  for (const file of linked) {
    const copy = path.join(folder, file)
    mkdirSync(path.dirname(copy), { recursive: true })
    copyFileSync(path.join(root, file), copy)
  }
}
