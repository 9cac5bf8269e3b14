import { Anchor, Badge, Button, Card, Table, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { FolderKanban, Plus, Search } from 'lucide-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { ProjectResponse } from '../../../src/contract/project.ts'
import { useProjects } from '../../api/projects.ts'
import { useMay, useUser } from '../../api/session.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Pager } from '../../parts/pager.tsx'
import { Time } from '../../parts/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { CreateProjectDialog } from './create-project-dialog.tsx'

const PAGE_SIZE = 20

export function ProjectsPage() {
  const t = useText()
  const may = useMay(null)
  const [search, setSearch] = useSearchParams()
  const name = search.get('name') ?? ''
  const page = Number(search.get('page') ?? 1)
  const [wanted] = useDebouncedValue(name, 250)
  const projects = useProjects({ name: wanted, page, size: PAGE_SIZE })
  const [isCreating, setCreating] = useState(false)
  const go = (name: string, page: number): void => {
    const given = { ...(name !== '' && { name }), ...(page > 1 && { page: String(page) }) }
    setSearch(given, { replace: true })
  }
  return (
    <>
      <PageHead title={t.places.projects} says={t.projects.says}>
        {may('project:create') && (
          <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
            {t.projects.create}
          </Button>
        )}
      </PageHead>
      <Card>
        <TextInput
          leftSection={<Search size={16} />}
          aria-label={t.projects.search}
          placeholder={t.projects.search}
          value={name}
          onChange={(event) => go(event.currentTarget.value, 1)}
          maw={360}
          mb="md"
        />
        <Loaded query={projects}>
          {({ items, total }) =>
            items.length === 0 ? (
              <EmptyState Icon={FolderKanban} title={name === '' ? t.projects.none : t.projects.noneFound}>
                {may('project:create') ? t.projects.noneHint : t.projects.noneHintMember}
              </EmptyState>
            ) : (
              <>
                <ProjectTable projects={items} />
                <Pager page={page} size={PAGE_SIZE} total={total} onChange={(next) => go(name, next)} />
              </>
            )
          }
        </Loaded>
      </Card>
      <CreateProjectDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  )
}

function ProjectTable({ projects }: { readonly projects: readonly ProjectResponse[] }) {
  const t = useText()
  const user = useUser()
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.name}</Table.Th>
          <Table.Th>{t.projects.access}</Table.Th>
          <Table.Th>{t.projects.role}</Table.Th>
          <Table.Th>{t.projects.repositories}</Table.Th>
          <Table.Th>{t.created}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {projects.map((project) => (
          <Table.Tr key={project.project_id}>
            <Table.Td data-label={t.name}>
              <Anchor
                component={Link}
                href={`/projects/${encodeURIComponent(project.name)}`}
                fw={600}
                className="path"
              >
                {project.name}
              </Anchor>
            </Table.Td>
            <Table.Td data-label={t.projects.access}>
              <Badge color="gray">
                {project.metadata['public'] === 'true' ? t.projects.public : t.projects.private}
              </Badge>
            </Table.Td>
            <Table.Td data-label={t.projects.role}>
              {project.current_user_role_id !== undefined
                ? t.roles[project.current_user_role_id]
                : user.sysadmin_flag
                  ? t.roles.systemAdmin
                  : '–'}
            </Table.Td>
            <Table.Td data-label={t.projects.repositories}>{project.repo_count}</Table.Td>
            <Table.Td data-label={t.created}>
              <Time at={project.creation_time} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
