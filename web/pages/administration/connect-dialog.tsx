import { Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCreateSource, useSourceKinds } from '../../api/sources.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { DialogFoot } from '../../parts/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { useText } from '../../text/text-provider.tsx'
import { OptionFields } from '../../parts/option-fields.tsx'
import type { Connection } from './connection-dialog.tsx'

interface ConnectDialogProps {
  readonly onClose: () => void
  readonly onConnected: (connection: Connection) => void
}

/** Makes a source: what it is called, and what kind of system it is. */
export function ConnectDialog({ onClose, onConnected }: ConnectDialogProps) {
  const t = useText()
  const kinds = useSourceKinds()
  const create = useCreateSource()
  const [name, setName] = useState('')
  const [kind, setKind] = useState('distribution')
  const [settings, setSettings] = useState<Readonly<Record<string, unknown>>>({})
  const chosen = kinds.data?.find((one) => one.kind === kind)
  return (
    <Dialog opened onClose={onClose} title={t.sources.connect}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate({ name, kind, settings }, { onSuccess: (made) => onConnected({ ...made, kind }) })
        }}
      >
        <Stack>
          <Select
            label={t.sources.kind}
            data={(kinds.data ?? []).map((one) => ({ value: one.kind, label: one.title }))}
            value={kind}
            allowDeselect={false}
            onChange={(one) => {
              setKind(one ?? kind)
              setSettings({})
            }}
          />
          <TextInput
            label={t.name}
            description={t.sources.nameHint}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            data-autofocus
            autoCapitalize="none"
            spellCheck={false}
          />
          {chosen && (
            <OptionFields
              schema={chosen.settings_schema}
              isStored={false}
              options={settings}
              onChange={setSettings}
            />
          )}
          {create.error && <FailureNote error={create.error} />}
          <DialogFoot
            submit={t.sources.connect}
            isBusy={create.isPending}
            isDisabled={name === ''}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  )
}
