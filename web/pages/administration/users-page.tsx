import { Badge, Button, TextInput } from '@mantine/core'
import { KeyRound, Plus, ShieldCheck, ShieldOff, Ticket, Users } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { UserResponse } from '../../../src/contract/people/user.ts'
import { useUser } from '../../api/session.ts'
import { useCreateUser, useDeleteUser, useSetSystemAdmin, useUsers } from '../../api/users.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { useFieldErrorOf } from '../../parts/fields/field-errors.tsx'
import type { FaultsOfFields } from '../../parts/fields/field-faults.ts'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { SecretInput } from '../../parts/fields/secret-input.tsx'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { type RowAction, deleteAction } from '../../parts/lists/row-actions.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useListPosition } from '../../parts/lists/use-list-position.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { PasswordDialog } from '../../shell/password-dialog.tsx'
import { useText } from '../../text/text-provider.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'

export function UsersPage() {
  const t = useText()
  const position = useListPosition()
  const users = useUsers(position.asked)
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <PageHead title={t.places.users} says={t.users.says}>
        <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
          {t.users.create}
        </Button>
      </PageHead>
      <ListCard
        query={users}
        position={position}
        empty={{ Icon: Users, title: t.list.noneFound, hint: t.list.noneFoundHint }}
      >
        {(rows) => <UserTable users={rows} />}
      </ListCard>
      <Dialog opened={isCreating} onClose={() => setCreating(false)} title={t.users.create}>
        <CreateUserForm onClose={() => setCreating(false)} />
      </Dialog>
    </>
  )
}

type Doing = { readonly what: 'password' | 'delete'; readonly user: UserResponse }

function UserTable({ users }: { readonly users: readonly UserResponse[] }) {
  const t = useText()
  const me = useUser()
  const [, navigate] = useLocation()
  const notice = useNotice()
  const setAdmin = useSetSystemAdmin()
  const remove = useDeleteUser()
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = (): void => setDoing(null)
  const adminAction = (user: UserResponse): RowAction => ({
    label: user.sysadmin_flag ? t.users.takeAdmin : t.users.makeAdmin,
    Icon: user.sysadmin_flag ? ShieldOff : ShieldCheck,
    run: () => setAdmin.mutate({ id: user.user_id, isAdmin: !user.sysadmin_flag }, notice.ofOutcome(t.saved)),
  })
  const actionsFor = (user: UserResponse) => [
    { label: t.users.setPassword, Icon: KeyRound, run: () => setDoing({ what: 'password', user }) },
    {
      label: t.accessTokens.title,
      Icon: Ticket,
      run: () => navigate(`/users/${user.user_id}/access-tokens`),
    },
    user.user_id !== me.user_id && adminAction(user),
    user.user_id !== me.user_id && deleteAction(t, () => setDoing({ what: 'delete', user })),
  ]
  return (
    <>
      <RowTable
        rows={users}
        keyOf={({ user_id }) => user_id}
        columns={[
          { label: t.name, isName: true, show: (user) => <UserName user={user} /> },
          { label: t.users.realName, show: ({ realname }) => realname },
          { label: t.users.email, isPath: true, show: ({ email }) => email },
          { label: t.created, show: ({ creation_time }) => <Time at={creation_time} /> },
        ]}
        actions={(user) => ({ of: user.username, actions: actionsFor(user) })}
      />
      <PasswordDialog
        user={doing?.what === 'password' ? doing.user : null}
        isOwn={doing?.user.user_id === me.user_id}
        onClose={close}
      />
      <ConfirmDialog
        isOpen={doing?.what === 'delete'}
        title={t.users.deleteTitle(doing?.user.username ?? '')}
        submit={t.deleteAction}
        isBusy={remove.isPending}
        error={remove.error}
        onClose={close}
        onConfirm={() => doing && remove.mutate(doing.user.user_id, { onSuccess: close })}
      >
        {t.users.deleteSays}
      </ConfirmDialog>
    </>
  )
}

function UserName({ user }: { readonly user: UserResponse }) {
  const t = useText()
  return (
    <span>
      {user.username} {user.sysadmin_flag && <Badge>{t.roles.systemAdmin}</Badge>}
    </span>
  )
}

/** How the server speaks of the fields. */
const USER_FAULTS: FaultsOfFields = [
  [/email/i, 'email'],
  [/password/i, 'password'],
  [/name/i, 'username'],
]

function CreateUserForm({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const create = useCreateUser()
  const [user, setUser] = useState({ username: '', email: '', realname: '', password: '' })
  const field = (name: keyof typeof user) => ({
    value: user[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setUser({ ...user, [name]: event.currentTarget.value }),
  })
  return (
    <DialogForm
      submit={t.create}
      isBusy={create.isPending}
      faults={USER_FAULTS}
      error={create.error}
      onSubmit={() => create.mutate(user, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <UserFields field={field} />
    </DialogForm>
  )
}

interface UserFieldsProps {
  readonly field: (name: 'username' | 'email' | 'realname' | 'password') => {
    readonly value: string
    readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void
  }
}

function UserFields({ field }: UserFieldsProps) {
  const t = useText()
  const errorOf = useFieldErrorOf()
  return (
    <>
      <TextInput
        label={t.name}
        required
        data-autofocus
        autoCapitalize="none"
        error={errorOf('username')}
        {...field('username')}
      />
      <TextInput label={t.users.realName} {...field('realname')} />
      <TextInput label={t.users.email} type="email" required error={errorOf('email')} {...field('email')} />
      <SecretInput
        label={t.login.password}
        description={t.users.passwordRule}
        required
        autoComplete="new-password"
        error={errorOf('password')}
        {...field('password')}
      />
    </>
  )
}
