import { useState } from 'react'
import { DEFAULT_SOURCE, type SourceResponse } from '../../../src/contract/sources/source.ts'
import { useUpdateSource } from '../../api/sources.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { RegistryHostNote } from './registry-host-note.tsx'
import { SourceFields } from './source-fields.tsx'

interface EditSourceDialogProps {
  readonly source: SourceResponse
  readonly onClose: () => void
}

/** Changes the name and the settings of a source. An empty secret keeps the stored one. */
export function EditSourceDialog({ source, onClose }: EditSourceDialogProps) {
  const t = useText()
  const notice = useNotice()
  const update = useUpdateSource()
  const { id, name, kind, settings } = source
  const [form, setForm] = useState({ name, kind, settings })
  const submit = (): void =>
    update.mutate(
      { id, change: { name: form.name.trim(), settings: form.settings } },
      {
        onSuccess: () => {
          notice.done(t.saved)
          onClose()
        },
      },
    )
  return (
    <Dialog opened onClose={onClose} title={t.sources.edit(name)} closeOnClickOutside={false}>
      <DialogForm
        submit={t.save}
        isBusy={update.isPending}
        isDisabled={form.name.trim() === ''}
        error={update.error}
        onSubmit={submit}
        onCancel={onClose}
      >
        <RegistryHostNote host={source.registry_host} />
        <SourceFields form={form} storedName={name} keepsName={name === DEFAULT_SOURCE} onChange={setForm} />
      </DialogForm>
    </Dialog>
  )
}
