import '@mantine/spotlight/styles.css'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { FolderKanban, Search, Webhook } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { SYSTEM_SCOPE } from '../api/client/scope.ts'
import { type PolicyHealth, scopeOfHealth, usePolicyHealth } from '../api/policy-health.ts'
import { useProjects } from '../api/projects.ts'
import { useMay } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { NAVIGATION_ITEMS } from './navigation-items.ts'

/** Ctrl K: every page, project and webhook by a few letters of its name. */
export function CommandPalette() {
  const t = useText()
  const may = useMay(null)
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const projects = useProjects({ name: query.trim(), page: 1, size: 10 })
  const pages: SpotlightActionData[] = NAVIGATION_ITEMS.filter(
    ({ needs }) => needs === null || may(needs),
  ).map(({ href, label, Icon }) => ({
    id: href,
    label: label(t),
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => navigate(href),
  }))
  const found: SpotlightActionData[] = (projects.data?.items ?? []).map(({ project_id, name }) => ({
    id: `project-${project_id}`,
    label: name,
    description: t.shell.project,
    leftSection: <FolderKanban size={18} aria-hidden />,
    onClick: () => navigate(`/projects/${encodeURIComponent(name)}`),
  }))
  const webhooks = useWebhooks(query.trim(), may('audit-log:list')).map((row) => ({
    id: `webhook-${row.policy_id}`,
    label: row.name === '' ? String(row.policy_id) : row.name,
    description: row.project_name ?? t.webhooks.allProjects,
    leftSection: <Webhook size={18} aria-hidden />,
    onClick: () => navigate(`${scopeOfHealth(row).page}/webhooks/${row.policy_id}`),
  }))
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      actions={[
        { group: t.shell.pages, actions: pages },
        { group: t.places.projects, actions: found },
        { group: t.places.webhooks, actions: webhooks },
      ]}
      shortcut={null}
      limit={12}
      attributes={{ content: { 'aria-label': t.shell.search } }}
      highlightQuery
      nothingFound={t.shell.nothingFound}
      searchProps={{
        leftSection: <Search size={18} />,
        placeholder: t.shell.searchHint,
        'aria-label': t.shell.search,
      }}
    />
  )
}

/** Webhooks whose name, or project's, holds what was typed. */
function useWebhooks(name: string, mayList: boolean): readonly PolicyHealth[] {
  const search = { name, sort: 'name', page_size: 8 } as const
  const { data } = usePolicyHealth(SYSTEM_SCOPE, search, mayList && name !== '')
  return name === '' ? [] : (data?.items ?? [])
}
