import { Text } from '@mantine/core'
import { useState } from 'react'
import { useSetPassword } from '../api/users.ts'
import { DialogForm } from '../parts/dialogs/dialog-form.tsx'
import { useFieldError } from '../parts/fields/field-errors.tsx'
import type { FaultsOfFields } from '../parts/fields/field-faults.ts'
import { SecretInput } from '../parts/fields/secret-input.tsx'
import { useText } from '../text/text-provider.tsx'
import { Dialog } from '../parts/dialogs/dialog.tsx'

interface PasswordDialogProps {
  /** The owner of the password; null while the dialog is closed. */
  readonly user: { readonly user_id: number; readonly username: string } | null
  /** Users who set their own password type the old one too. */
  readonly isOwn?: boolean
  readonly onClose: () => void
}

export function PasswordDialog({ user, isOwn = false, onClose }: PasswordDialogProps) {
  const t = useText()
  return (
    <Dialog opened={user !== null} onClose={onClose} title={t.users.passwordOf(user?.username ?? '')}>
      {user && <PasswordForm user={user} isOwn={isOwn} onClose={onClose} />}
    </Dialog>
  )
}

/** How the server speaks of a new password. */
const PASSWORD_FAULTS: FaultsOfFields = [[/password/, 'wanted']]

type PasswordFormProps = Required<PasswordDialogProps> & {
  readonly user: NonNullable<PasswordDialogProps['user']>
}

function PasswordForm({ user, isOwn, onClose }: PasswordFormProps) {
  const t = useText()
  const setPassword = useSetPassword()
  const [old, setOld] = useState('')
  const [wanted, setWanted] = useState('')
  const submit = (): void => {
    const passwords = { new_password: wanted, ...(isOwn && { old_password: old }) }
    setPassword.mutate({ id: user.user_id, ...passwords }, { onSuccess: onClose })
  }
  return (
    <DialogForm
      submit={t.save}
      isBusy={setPassword.isPending}
      faults={PASSWORD_FAULTS}
      error={setPassword.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm" c="dimmed">
        {t.users.passwordRule}
      </Text>
      {isOwn && (
        <SecretInput
          label={t.users.oldPassword}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          autoComplete="current-password"
          required
        />
      )}
      <NewPassword value={wanted} onChange={setWanted} />
    </DialogForm>
  )
}

interface NewPasswordProps {
  readonly value: string
  readonly onChange: (password: string) => void
}

function NewPassword({ value, onChange }: NewPasswordProps) {
  const t = useText()
  const error = useFieldError('wanted')
  return (
    <SecretInput
      label={t.users.newPassword}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autoComplete="new-password"
      required
    />
  )
}
