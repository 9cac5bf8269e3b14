import { Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCreateProject } from '../../api/projects.ts'
import { DialogFoot } from '../../parts/dialogs/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
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

function CreateProjectForm({ onClose }: Pick<CreateProjectDialogProps, 'onClose'>) {
  const t = useText()
  const create = useCreateProject()
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [isPublic, setPublic] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate(
          { project_name: name, metadata: { public: String(isPublic) } },
          { onSuccess: () => navigate(`/projects/${encodeURIComponent(name)}`) },
        )
      }}
    >
      <Stack>
        <TextInput
          label={t.name}
          description={t.projects.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
          autoCapitalize="none"
          spellCheck={false}
        />
        <Switch
          label={t.projects.public}
          description={t.projects.publicHint}
          checked={isPublic}
          onChange={(event) => setPublic(event.currentTarget.checked)}
        />
        {create.error && <FailureNote error={create.error} />}
        <DialogFoot submit={t.create} isBusy={create.isPending} isDisabled={name === ''} onCancel={onClose} />
      </Stack>
    </form>
  )
}
