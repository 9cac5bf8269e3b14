import { Button, Card, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { countWaiting } from '../../api/history.ts'
import { usePolicies } from '../../api/policies.ts'
import { useDeleteProject } from '../../api/projects.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { HoldCard } from '../../parts/hold-note.tsx'
import { SectionHead } from '../../parts/section-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { ProjectScanning } from './project-scanning.tsx'
import { ProjectStorage } from './project-storage.tsx'

export function ProjectSettings({ scope }: { readonly scope: Scope }) {
  const mayInSystem = useMay(null)
  return (
    <Stack maw={720}>
      {scope.project !== null && (
        <ProjectStorage project={scope.project} mayChange={mayInSystem('quota:update')} />
      )}
      {scope.project !== null && <ProjectScanning project={scope.project.name} />}
      <HoldCard scope={scope} />
      <Deletion scope={scope} />
    </Stack>
  )
}

function Deletion({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? 0)
  const [isDeleting, setDeleting] = useState(false)
  return (
    <Card>
      <SectionHead title={t.projects.delete} says={t.projects.deleteHint} />
      <div>
        <Button
          variant="default"
          c="var(--mantine-color-error)"
          disabled={!may('project:delete')}
          onClick={() => setDeleting(true)}
        >
          {t.projects.delete}
        </Button>
      </div>
      {isDeleting && <DeleteProjectDialog scope={scope} onClose={() => setDeleting(false)} />}
    </Card>
  )
}

function DeleteProjectDialog({ scope, onClose }: { readonly scope: Scope; readonly onClose: () => void }) {
  const t = useText()
  const name = scope.project?.name ?? ''
  const remove = useDeleteProject()
  const policies = usePolicies(scope)
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const waiting = useQuery({
    queryKey: ['waiting', scope.key],
    queryFn: () => countWaiting(scope, {}),
  })
  return (
    <ConfirmDialog
      isOpen
      title={t.projects.deleteTitle(name)}
      submit={t.projects.delete}
      isBusy={remove.isPending}
      isDisabled={typed !== name}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(name, { onSuccess: () => navigate('/projects') })}
    >
      <Text>
        {t.projects.deleteSays(
          policies.data?.length ?? 0,
          waiting.data?.matched ?? 0,
          waiting.data?.more ?? false,
        )}
      </Text>
      <TextInput
        label={t.projects.deleteType(name)}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mt="md"
        data-autofocus
        autoComplete="off"
      />
    </ConfirmDialog>
  )
}
