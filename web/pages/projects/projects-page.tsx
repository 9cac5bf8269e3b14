import { Anchor, Badge, Button } from '@mantine/core'
import { FolderKanban, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ProjectResponse } from '../../../src/contract/projects/project.ts'
import { useProjects } from '../../api/projects.ts'
import { useMay, useUser } from '../../api/session.ts'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useListPosition } from '../../parts/lists/use-list-position.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { CreateProjectDialog } from './create-project-dialog.tsx'

export function ProjectsPage() {
  const t = useText()
  const may = useMay(null)
  const position = useListPosition()
  const projects = useProjects(position.asked)
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <PageHead title={t.places.projects} says={t.projects.says}>
        {may('project:create') && (
          <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
            {t.projects.create}
          </Button>
        )}
      </PageHead>
      <ListCard
        query={projects}
        position={position}
        empty={{
          Icon: FolderKanban,
          title: t.projects.none,
          hint: may('project:create') ? t.projects.noneHint : t.projects.noneHintMember,
        }}
      >
        {(rows) => <ProjectTable projects={rows} />}
      </ListCard>
      <CreateProjectDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  )
}

function ProjectTable({ projects }: { readonly projects: readonly ProjectResponse[] }) {
  const t = useText()
  const user = useUser()
  const roleIn = ({ current_user_role_id: id }: ProjectResponse): string =>
    (id === undefined ? user.sysadmin_flag && t.roles.systemAdmin : wordsFor(t.roles, id)) || '–'
  return (
    <RowTable
      rows={projects}
      keyOf={({ project_id }) => project_id}
      columns={[
        { label: t.name, isName: true, show: ({ name }) => <ProjectLink name={name} /> },
        {
          label: t.projects.access,
          show: ({ metadata }) => (
            <Badge color="gray">
              {metadata['public'] === 'true' ? t.projects.public : t.projects.private}
            </Badge>
          ),
        },
        { label: t.projects.role, show: roleIn },
        { label: t.projects.repositories, show: ({ repo_count }) => repo_count },
        { label: t.created, show: ({ creation_time }) => <Time at={creation_time} /> },
      ]}
    />
  )
}

function ProjectLink({ name }: { readonly name: string }) {
  return (
    <Anchor component={Link} href={`/projects/${encodeURIComponent(name)}`}>
      {name}
    </Anchor>
  )
}
