import { PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useSetPassword } from '../api/users.ts'
import { DialogFoot } from '../parts/dialogs/dialog-foot.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { useText } from '../text/text-provider.tsx'
import { Dialog } from '../parts/dialogs/dialog.tsx'

interface PasswordDialogProps {
  /** Whose password; null while the dialog is closed. */
  readonly user: { readonly user_id: number; readonly username: string } | null
  /** Whoever sets their own says the old one too. */
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

type PasswordFormProps = Required<PasswordDialogProps> & {
  readonly user: NonNullable<PasswordDialogProps['user']>
}

function PasswordForm({ user, isOwn, onClose }: PasswordFormProps) {
  const t = useText()
  const setPassword = useSetPassword()
  const [old, setOld] = useState('')
  const [wanted, setWanted] = useState('')
  const toggle = { visibilityToggleButtonProps: { 'aria-label': t.login.show } }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const passwords = { new_password: wanted, ...(isOwn && { old_password: old }) }
        setPassword.mutate({ id: user.user_id, ...passwords }, { onSuccess: onClose })
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t.users.passwordRule}
        </Text>
        {isOwn && (
          <PasswordInput
            label={t.users.oldPassword}
            value={old}
            onChange={(event) => setOld(event.currentTarget.value)}
            autoComplete="current-password"
            required
            {...toggle}
          />
        )}
        <PasswordInput
          label={t.users.newPassword}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          autoComplete="new-password"
          required
          {...toggle}
        />
        {setPassword.error && <FailureNote error={setPassword.error} />}
        <DialogFoot submit={t.save} isBusy={setPassword.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
