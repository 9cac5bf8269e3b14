import { useState } from 'react'
import { useCreateSource } from '../../api/sources.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { useText } from '../../text/text-provider.tsx'
import type { Connection } from './connection-dialog.tsx'
import { SOURCE_FAULTS, type SourceForm, SourceFields } from './source-fields.tsx'

interface ConnectDialogProps {
  readonly onClose: () => void
  readonly onConnected: (connection: Connection) => void
}

/** Creates a source: its name, its kind and the settings of that kind. */
export function ConnectDialog({ onClose, onConnected }: ConnectDialogProps) {
  const t = useText()
  const create = useCreateSource()
  const [form, setForm] = useState<SourceForm>({ name: '', kind: 'distribution', settings: {} })
  return (
    <Dialog opened onClose={onClose} title={t.sources.connect}>
      <DialogForm
        submit={t.sources.connect}
        isBusy={create.isPending}
        faults={SOURCE_FAULTS}
        error={create.error}
        onSubmit={() =>
          create.mutate(form, { onSuccess: (made) => onConnected({ ...made, kind: form.kind }) })
        }
        onCancel={onClose}
      >
        <SourceFields form={form} stored={null} onChange={setForm} />
      </DialogForm>
    </Dialog>
  )
}
