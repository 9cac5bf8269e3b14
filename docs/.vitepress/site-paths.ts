import path from 'node:path'

/**
 * Where a page of the repository stands on the site, both relative to their roots: `docs/sources/README.md` is `sources/index.md`. Pages
 * of the root have a folder, since SECURITY.md would not stand beside docs/security.md.
 */
export function pathOnSite(page: string): string {
  if (page === 'README.md') return 'index.md'
  return page.includes('/')
    ? page.replace(/^docs\//, '').replace(/(^|\/)README\.md$/, '$1index.md')
    : `project/${page.toLowerCase()}`
}

/** Whether a file of the repository is a page of the site. */
export function isPage(file: string): boolean {
  return /^(?:(?:docs|examples)\/.*|[^/]*)\.md$/.test(file)
}

/** The folder of the site that has the files which pages link to, such as schemas and scripts. */
export const FILES = 'files'

/**
 * Where a relative link of a page leads on the site.
 *
 * @param page the page, relative to the root of the repository
 * @returns a path that begins with a slash, and the file behind it when that is no page
 */
export function linkOnSite(page: string, link: string): { readonly href: string; readonly file?: string } {
  const [, target = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(link) ?? []
  const file = path.posix.join(path.posix.dirname(page), target)
  return isPage(file) ? { href: `/${pathOnSite(file)}${anchor}` } : { href: `/${FILES}/${file}`, file }
}
