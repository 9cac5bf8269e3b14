import {
  DEFAULT_SOURCE,
  type SourceChangeRequest,
  type SourceResponse,
} from '../../../src/contract/sources/source.ts'
import { readSource, useUpdateSource } from '../../api/sources.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { removeSecrets, removedSecrets } from '../../parts/fields/removed-secrets.ts'
import { SaveNote } from '../../parts/save-note.tsx'
import { useEditedForm } from '../../parts/use-edited-form.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { RegistryHostNote } from './registry-host-note.tsx'
import { SOURCE_FAULTS, type SourceForm, SourceFields } from './source-fields.tsx'

interface EditSourceDialogProps {
  readonly source: SourceResponse
  readonly onClose: () => void
}

/** Changes the name and the settings of a source. An empty secret keeps the stored one, null removes it. */
export function EditSourceDialog({ source, onClose }: EditSourceDialogProps) {
  const t = useText()
  const notice = useNotice()
  const update = useUpdateSource()
  const { id, name, kind, settings } = source
  const edited = useEditedForm(() => ({ name, kind, settings }), {
    key: ['source', id],
    read: async () => {
      const { body, etag } = await readSource(id)
      return { form: { name: body.name, kind: body.kind, settings: body.settings }, etag }
    },
  })
  const { form, etag } = edited
  const submit = (): void =>
    update.mutate(
      { id, change: changeOf(form), etag },
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
        isDisabled={!edited.isReady}
        isDirty={edited.isDirty}
        faults={SOURCE_FAULTS}
        error={update.error}
        note={<SaveNote save={update} edited={edited} />}
        onSubmit={submit}
        onCancel={onClose}
      >
        <RegistryHostNote host={source.registry_host} />
        <SourceFields
          form={form}
          stored={edited.base}
          keepsName={name === DEFAULT_SOURCE}
          onChange={edited.setForm}
        />
      </DialogForm>
    </Dialog>
  )
}

function changeOf({ name, settings }: SourceForm): SourceChangeRequest {
  return { name: name.trim(), settings, ...removeSecrets(removedSecrets(settings, 'settings')) }
}
