import { Switch } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCreateProject } from '../../api/projects.ts'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import type { FaultsOfFields } from '../../parts/fields/field-faults.ts'
import { NameInput } from '../../parts/fields/name-input.tsx'
import { useText } from '../../text/text-provider.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'

interface CreateProjectDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function CreateProjectDialog({ isOpen, onClose }: CreateProjectDialogProps) {
  const t = useText()
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t.projects.create}>
      <CreateProjectForm onClose={onClose} />
    </Dialog>
  )
}

/** How the server speaks of the name of a project. */
const PROJECT_FAULTS: FaultsOfFields = [[/project name|project named|project_name|already exists/, 'name']]

function CreateProjectForm({ onClose }: Pick<CreateProjectDialogProps, 'onClose'>) {
  const t = useText()
  const create = useCreateProject()
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [isPublic, setPublic] = useState(false)
  const submit = (): void =>
    create.mutate(
      { project_name: name, metadata: { public: String(isPublic) } },
      { onSuccess: () => navigate(`/projects/${encodeURIComponent(name)}`) },
    )
  return (
    <DialogForm
      submit={t.create}
      isBusy={create.isPending}
      faults={PROJECT_FAULTS}
      error={create.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NameInput description={t.projects.nameHint} value={name} onChange={setName} />
      <Switch
        label={t.projects.public}
        description={t.projects.publicHint}
        checked={isPublic}
        onChange={(event) => setPublic(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}
