import { Stack } from '@mantine/core'
import { useState } from 'react'
import { useCreateSource } from '../../api/sources.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogFoot } from '../../parts/dialogs/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { useText } from '../../text/text-provider.tsx'
import type { Connection } from './connection-dialog.tsx'
import { type SourceDraft, SourceFields } from './source-fields.tsx'

interface ConnectDialogProps {
  readonly onClose: () => void
  readonly onConnected: (connection: Connection) => void
}

/** Makes a source: what it is called, and what kind of system it is. */
export function ConnectDialog({ onClose, onConnected }: ConnectDialogProps) {
  const t = useText()
  const create = useCreateSource()
  const [draft, setDraft] = useState<SourceDraft>({ name: '', kind: 'distribution', settings: {} })
  return (
    <Dialog opened onClose={onClose} title={t.sources.connect}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(draft, { onSuccess: (made) => onConnected({ ...made, kind: draft.kind }) })
        }}
      >
        <Stack>
          <SourceFields draft={draft} storedName={null} onChange={setDraft} />
          {create.error && <FailureNote error={create.error} />}
          <DialogFoot
            submit={t.sources.connect}
            isBusy={create.isPending}
            isDisabled={draft.name === ''}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  )
}
