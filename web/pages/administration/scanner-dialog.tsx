import { Checkbox, Fieldset, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { type ChangeEvent, useState } from 'react'
import type { ScannerResponse } from '../../../src/contract/scanning/scanner.ts'
import { useSaveScanner } from '../../api/scanners.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogFoot } from '../../parts/dialogs/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { useText } from '../../text/text-provider.tsx'
import {
  type PullLogin,
  type ScannerAuth,
  type ScannerDraft,
  emptyScanner,
  isCompleteScanner,
  scannerDraftOf,
  scannerRequestOf,
} from './scanner-draft.ts'

interface ScannerDialogProps {
  /** The scanner to change, or null for a new one. */
  readonly scanner: ScannerResponse | null
  readonly onClose: () => void
  readonly onSaved: (saved: { readonly uuid: string; readonly name: string }) => void
}

/** Registers a scanner adapter, or changes one. */
export function ScannerDialog({ scanner, onClose, onSaved }: ScannerDialogProps) {
  const t = useText()
  const save = useSaveScanner()
  const [draft, setDraft] = useState(scanner === null ? emptyScanner : () => scannerDraftOf(scanner))
  const fields = { draft, patch: (part: Partial<ScannerDraft>) => setDraft({ ...draft, ...part }) }
  const submit = (): void => {
    const request = scannerRequestOf(draft)
    save.mutate(
      { uuid: scanner?.uuid ?? null, scanner: request },
      { onSuccess: (uuid) => onSaved({ uuid, name: request.name }) },
    )
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={scanner === null ? t.scanners.add : t.scanners.edit(scanner.name)}
      size="lg"
      closeOnClickOutside={false}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack>
          <GeneralFields {...fields} />
          <AdapterFields {...fields} isStored={scanner?.has_access_credential ?? false} />
          <PullFields {...fields} isStored={scanner?.has_registry_authorization ?? false} />
          {save.error && <FailureNote error={save.error} />}
          <DialogFoot
            submit={scanner === null ? t.scanners.addSubmit : t.save}
            isBusy={save.isPending}
            isDisabled={!isCompleteScanner(draft)}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  )
}

interface FieldsProps {
  readonly draft: ScannerDraft
  readonly patch: (part: Partial<ScannerDraft>) => void
}

type TextName = {
  [Name in keyof ScannerDraft]: ScannerDraft[Name] extends string ? Name : never
}[keyof ScannerDraft]

function textField({ draft, patch }: FieldsProps, name: TextName) {
  return {
    value: draft[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => patch({ [name]: event.currentTarget.value }),
    autoCapitalize: 'none',
    spellCheck: false,
  }
}

function GeneralFields(props: FieldsProps) {
  const t = useText()
  return (
    <>
      <TextInput label={t.name} required data-autofocus {...textField(props, 'name')} maxLength={255} />
      <TextInput label={t.description} {...textField(props, 'description')} maxLength={1000} />
    </>
  )
}

/** Where the adapter is, and how Bellbuoy logs in to it. */
function AdapterFields(props: FieldsProps & { readonly isStored: boolean }) {
  const t = useText()
  const { draft, patch, isStored } = props
  const secret = t.scanners.credentials[draft.auth]
  return (
    <>
      <TextInput
        label={t.scanners.url}
        description={t.scanners.urlHint}
        placeholder="http://trivy-adapter:8080"
        required
        {...textField(props, 'url')}
      />
      {draft.url.startsWith('https:') && (
        <Checkbox
          label={t.policy.verify}
          description={t.scanners.verifyHint}
          checked={draft.verifiesCertificate}
          onChange={(event) => patch({ verifiesCertificate: event.currentTarget.checked })}
        />
      )}
      <Select
        label={t.policy.authentication}
        data={(Object.keys(t.scanners.auths) as ScannerAuth[]).map((value) => ({
          value,
          label: t.scanners.auths[value],
        }))}
        value={draft.auth}
        allowDeselect={false}
        onChange={(auth) => patch({ auth: auth ?? draft.auth, username: '', credential: '' })}
      />
      {draft.auth === 'Basic' && (
        <TextInput label={t.login.name} autoComplete="off" {...textField(props, 'username')} />
      )}
      {secret !== '' && (
        <SecretInput label={secret} isStored={isStored} {...textField(props, 'credential')} />
      )}
    </>
  )
}

/** Where the adapter pulls the images from, and as whom. */
function PullFields(props: FieldsProps & { readonly isStored: boolean }) {
  const t = useText()
  const { draft, patch, isStored } = props
  const ways: PullLogin[] = [isStored ? 'stored' : 'none', 'basic', 'header']
  return (
    <Fieldset legend={t.scanners.registry} p="sm">
      <Stack gap="sm">
        <TextInput
          label={t.scanners.registryUrl}
          description={t.scanners.registryUrlHint}
          placeholder="https://registry.example.com"
          {...textField(props, 'registryUrl')}
        />
        <Select
          label={t.scanners.pullLogin}
          data={ways.map((value) => ({ value, label: t.scanners.pullLogins[value] }))}
          value={draft.pullLogin}
          allowDeselect={false}
          onChange={(way) => patch({ pullLogin: way ?? draft.pullLogin, pullUsername: '', pullSecret: '' })}
        />
        {draft.pullLogin === 'basic' && (
          <TextInput label={t.scanners.pullName} autoComplete="off" {...textField(props, 'pullUsername')} />
        )}
        {(draft.pullLogin === 'basic' || draft.pullLogin === 'header') && (
          <SecretInput
            label={draft.pullLogin === 'basic' ? t.scanners.pullPassword : t.authentication.header}
            isStored={false}
            {...textField(props, 'pullSecret')}
          />
        )}
      </Stack>
    </Fieldset>
  )
}

interface SecretInputProps extends ReturnType<typeof textField> {
  readonly label: string
  readonly isStored: boolean
}

function SecretInput({ isStored, ...field }: SecretInputProps) {
  const t = useText()
  return (
    <PasswordInput
      {...field}
      placeholder={isStored ? t.policy.keepsStored : ''}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t.login.show }}
    />
  )
}
