import { Stack } from '@mantine/core'
import { useState } from 'react'
import { useCreateSource } from '../../api/sources.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogFoot } from '../../parts/dialogs/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { useText } from '../../text/text-provider.tsx'
import type { Connection } from './connection-dialog.tsx'
import { type SourceForm, SourceFields } from './source-fields.tsx'

interface ConnectDialogProps {
  readonly onClose: () => void
  readonly onConnected: (connection: Connection) => void
}

/** Makes a source: what it is called, and what kind of system it is. */
export function ConnectDialog({ onClose, onConnected }: ConnectDialogProps) {
  const t = useText()
  const create = useCreateSource()
  const [form, setForm] = useState<SourceForm>({ name: '', kind: 'distribution', settings: {} })
  return (
    <Dialog opened onClose={onClose} title={t.sources.connect}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(form, { onSuccess: (made) => onConnected({ ...made, kind: form.kind }) })
        }}
      >
        <Stack>
          <SourceFields form={form} storedName={null} onChange={setForm} />
          {create.error && <FailureNote error={create.error} />}
          <DialogFoot
            submit={t.sources.connect}
            isBusy={create.isPending}
            isDisabled={form.name === ''}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  )
}
