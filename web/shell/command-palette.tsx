import '@mantine/spotlight/styles.css'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { FolderKanban, Search } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useProjects } from '../api/projects.ts'
import { useMay } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { NAVIGATION_ITEMS } from './navigation-items.ts'

/** Ctrl K: every page and every project by a few letters of its name. */
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
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      actions={[
        { group: t.shell.pages, actions: pages },
        { group: t.places.projects, actions: found },
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
