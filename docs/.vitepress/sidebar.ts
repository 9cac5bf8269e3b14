import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathOnSite } from './site-paths.ts'

/** A link of the sidebar, or a chapter of them, as VitePress wants it. */
interface SidebarItem {
  readonly text: string
  readonly link?: string
  readonly collapsed?: boolean
  readonly items?: SidebarItem[]
}

/** The pages of the site in the order in which a reader needs them. A folder stands for all of its pages, and for the page that introduces it. */
const CHAPTERS: readonly (readonly [title: string, pages: readonly string[]])[] = [
  [
    'Start',
    [
      'README.md',
      'docs/first-webhook.md',
      'docs/installing.md',
      'docs/console.md',
      'docs/comparison.md',
      'docs/moving-from-harbor.md',
      'docs/glossary.md',
    ],
  ],
  ['Concepts', ['docs/concepts/']],
  ['Registries', ['docs/sources/']],
  [
    'Webhooks',
    [
      'docs/filters.md',
      'docs/targets.md',
      'docs/targets/',
      'docs/payloads.md',
      'docs/signatures.md',
      'docs/recover.md',
      'docs/integrations/',
    ],
  ],
  [
    'Listener',
    [
      'docs/listener.md',
      'docs/listener-rules.md',
      'docs/listener-runs.md',
      'docs/listener-options.md',
      'examples/',
    ],
  ],
  [
    'Administration',
    [
      'docs/login.md',
      'docs/login-oidc.md',
      'docs/login-ldap.md',
      'docs/access-tokens.md',
      'docs/security.md',
      'docs/secrets.md',
      'docs/address-guard.md',
      'docs/configuration-as-code.md',
      'docs/client.md',
    ],
  ],
  [
    'Operation',
    [
      'docs/operations.md',
      'docs/https.md',
      'docs/holds.md',
      'docs/retention.md',
      'docs/audit.md',
      'docs/backup.md',
      'docs/upgrading.md',
      'docs/postgresql.md',
      'docs/scale.md',
      'docs/observability.md',
      'docs/problems.md',
      'docs/troubleshooting.md',
      'docs/debugging.md',
    ],
  ],
  [
    'Reference',
    [
      'docs/settings.md',
      'docs/command-line.md',
      'docs/errors/',
      'docs/api.md',
      'docs/metrics.md',
      'docs/harbor-compatibility.md',
      'docs/harbor-differences.md',
      'docs/harbor-extensions.md',
      'docs/harbor-calls.md',
      'docs/compatibility.md',
    ],
  ],
  [
    'Measured',
    [
      'docs/reliability.md',
      'docs/receivers.md',
      'docs/soak.md',
      'docs/performance.md',
      'docs/performance-history.md',
    ],
  ],
  [
    'Contributing',
    [
      'CONTRIBUTING.md',
      'docs/architecture.md',
      'docs/architecture-lanes.md',
      'docs/architecture-store.md',
      'docs/how-to-add.md',
      'docs/adding-a-target.md',
      'docs/releasing.md',
      'SECURITY.md',
      'CODE_OF_CONDUCT.md',
      'CHANGELOG.md',
    ],
  ],
  ['Decisions', ['docs/decisions/']],
]

/**
 * The sidebar of the site.
 *
 * @param root of the repository
 */
export function sidebar(root: string): SidebarItem[] {
  return CHAPTERS.map(([text, pages], index) => ({
    text,
    collapsed: index > 2,
    items: pages.map((page) => (page.endsWith('/') ? folderOf(root, page) : itemOf(root, page))),
  }))
}

/** Every page that the sidebar names, relative to the root of the repository. */
export function pagesOfSidebar(root: string): readonly string[] {
  return CHAPTERS.flatMap(([, pages]) => pages).flatMap((page) =>
    page.endsWith('/') ? pagesIn(root, page) : [page],
  )
}

/** The page that introduces a folder, with the others below it. */
function folderOf(root: string, folder: string): SidebarItem {
  const [index = '', ...others] = pagesIn(root, folder)
  return { ...itemOf(root, index), collapsed: true, items: others.map((page) => itemOf(root, page)) }
}

/** The pages of a folder and of those in it. First comes its README, or without one the page beside the folder that has its name. */
function pagesIn(root: string, folder: string): readonly string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
  const pages = files.filter((file) => file.endsWith('.md')).toSorted()
  const isIndex = (file: string): boolean => file === 'README.md'
  const others = pages.filter((file) => !isIndex(file)).map((file) => `${folder}${file}`)
  return [pages.some(isIndex) ? `${folder}README.md` : folder.replace(/\/$/, '.md'), ...others]
}

function itemOf(root: string, page: string): SidebarItem {
  const [, title = page] = /^# (.+)$/m.exec(readFileSync(path.join(root, page), 'utf8')) ?? []
  return {
    text: title.replaceAll('`', ''),
    link: `/${pathOnSite(page)
      .replace(/index\.md$/, '')
      .replace(/\.md$/, '')}`,
  }
}
