import { Checkbox, Fieldset, Select, Stack, TextInput } from '@mantine/core'
import type { ChangeEvent } from 'react'
import type { ScannerResponse } from '../../../../src/contract/scanning/scanner.ts'
import { readScanner, useSaveScanner } from '../../../api/scanners.ts'
import { Dialog } from '../../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../../parts/dialogs/dialog-form.tsx'
import { useFieldError, useFieldErrorOf } from '../../../parts/fields/field-errors.tsx'
import type { FaultsOfFields } from '../../../parts/fields/field-faults.ts'
import { SecretInput } from '../../../parts/fields/secret-input.tsx'
import { SaveNote } from '../../../parts/save-note.tsx'
import { useEditedForm } from '../../../parts/use-edited-form.ts'
import { useText } from '../../../text/text-provider.tsx'
import {
  type PullLogin,
  type ScannerAuth,
  type ScannerForm,
  emptyScannerForm,
  scannerFormOf,
  scannerRequestOf,
} from './scanner-form.ts'

interface ScannerDialogProps {
  /** The scanner to edit, or null for a new one. */
  readonly scanner: ScannerResponse | null
  readonly onClose: () => void
  readonly onSaved: (saved: { readonly uuid: string; readonly name: string }) => void
}

/** Adds or edits a scanner adapter. */
export function ScannerDialog({ scanner, onClose, onSaved }: ScannerDialogProps) {
  const t = useText()
  const save = useSaveScanner()
  const edited = useEditedForm<ScannerForm>(
    () => (scanner === null ? emptyScannerForm() : scannerFormOf(scanner)),
    scanner && {
      key: ['scanner', scanner.uuid],
      read: async () => {
        const { body, etag } = await readScanner(scanner.uuid)
        return { form: scannerFormOf(body), etag }
      },
    },
  )
  const { form, etag } = edited
  const fields = { form, patch: (part: Partial<ScannerForm>) => edited.setForm({ ...form, ...part }) }
  const submit = (): void => {
    const request = scannerRequestOf(form)
    save.mutate(
      { uuid: scanner?.uuid ?? null, scanner: request, etag },
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
      <DialogForm
        submit={scanner === null ? t.scanners.addSubmit : t.save}
        isBusy={save.isPending}
        isDisabled={!edited.isReady}
        isDirty={edited.isDirty}
        faults={SCANNER_FAULTS}
        error={save.error}
        note={<SaveNote save={save} edited={edited} />}
        onSubmit={submit}
        onCancel={onClose}
      >
        <GeneralFields {...fields} />
        <AdapterFields
          {...fields}
          isStored={scanner?.has_access_credential === true && form.auth === edited.base.auth}
        />
        <PullFields {...fields} isStored={scanner?.has_registry_authorization ?? false} />
      </DialogForm>
    </Dialog>
  )
}

/** How the server speaks of the fields. */
const SCANNER_FAULTS: FaultsOfFields = [
  [/^registry.*must be a URL/, 'registryUrl'],
  [/^url|must be a URL/, 'url'],
  [/credential/, 'credential'],
  [/name/, 'name'],
]

interface FieldsProps {
  readonly form: ScannerForm
  readonly patch: (part: Partial<ScannerForm>) => void
}

type TextName = {
  [Name in keyof ScannerForm]: ScannerForm[Name] extends string ? Name : never
}[keyof ScannerForm]

function textField({ form, patch }: FieldsProps, name: TextName) {
  return {
    value: form[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => patch({ [name]: event.currentTarget.value }),
    autoCapitalize: 'none',
    spellCheck: false,
  }
}

function GeneralFields(props: FieldsProps) {
  const t = useText()
  return (
    <>
      <TextInput
        label={t.name}
        required
        data-autofocus
        error={useFieldError('name')}
        {...textField(props, 'name')}
        maxLength={255}
      />
      <TextInput label={t.description} {...textField(props, 'description')} maxLength={1000} />
    </>
  )
}

/** The address of the adapter, and how Bellbuoy logs in to it. */
function AdapterFields(props: FieldsProps & { readonly isStored: boolean }) {
  const t = useText()
  const errorOf = useFieldErrorOf()
  const { form, patch, isStored } = props
  const secret = t.scanners.credentials[form.auth]
  return (
    <>
      <TextInput
        label={t.scanners.url}
        description={t.scanners.urlHint}
        placeholder="http://trivy-adapter:8080"
        required
        error={errorOf('url')}
        {...textField(props, 'url')}
      />
      {form.url.startsWith('https:') && (
        <Checkbox
          label={t.policy.verify}
          description={t.scanners.verifyHint}
          checked={form.verifiesCertificate}
          onChange={(event) => patch({ verifiesCertificate: event.currentTarget.checked })}
        />
      )}
      <Select
        label={t.policy.authentication}
        data={(Object.keys(t.scanners.auths) as ScannerAuth[]).map((value) => ({
          value,
          label: t.scanners.auths[value],
        }))}
        value={form.auth}
        allowDeselect={false}
        onChange={(auth) => patch({ auth: auth ?? form.auth, username: '', credential: '' })}
      />
      {form.auth === 'Basic' && (
        <TextInput
          label={t.login.name}
          autoComplete="off"
          required={form.credential !== ''}
          {...textField(props, 'username')}
        />
      )}
      {secret !== '' && (
        <SecretInput
          label={secret}
          isStored={isStored}
          required={form.auth === 'Basic' && form.username !== '' && !isStored}
          error={errorOf('credential')}
          {...textField(props, 'credential')}
          autoComplete="new-password"
        />
      )}
    </>
  )
}

/** The registry that the adapter pulls images from, and its log-in there. */
function PullFields(props: FieldsProps & { readonly isStored: boolean }) {
  const t = useText()
  const { form, patch, isStored } = props
  const ways: PullLogin[] = [...(isStored ? (['stored'] as const) : []), 'none', 'basic', 'header']
  return (
    <Fieldset legend={t.scanners.registry} p="sm">
      <Stack gap="sm">
        <TextInput
          label={t.scanners.registryUrl}
          description={t.scanners.registryUrlHint}
          placeholder="https://registry.example.com"
          error={useFieldError('registryUrl')}
          {...textField(props, 'registryUrl')}
        />
        <TextInput label={t.scanners.pullAccount} {...textField(props, 'pullAccount')} />
        <TextInput
          label={t.scanners.pullUserAgent}
          description={t.scanners.pullsHint}
          {...textField(props, 'pullUserAgent')}
        />
        <Select
          label={t.scanners.pullLogin}
          data={ways.map((value) => ({ value, label: t.scanners.pullLogins[value] }))}
          value={form.pullLogin}
          allowDeselect={false}
          onChange={(way) => patch({ pullLogin: way ?? form.pullLogin, pullUsername: '', pullSecret: '' })}
        />
        {form.pullLogin === 'basic' && (
          <TextInput
            label={t.scanners.pullName}
            autoComplete="off"
            required
            {...textField(props, 'pullUsername')}
          />
        )}
        {(form.pullLogin === 'basic' || form.pullLogin === 'header') && (
          <SecretInput
            label={form.pullLogin === 'basic' ? t.scanners.pullPassword : t.authentication.header}
            required
            {...textField(props, 'pullSecret')}
            autoComplete="new-password"
          />
        )}
      </Stack>
    </Fieldset>
  )
}
