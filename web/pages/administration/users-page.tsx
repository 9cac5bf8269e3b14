import { Badge, Button, Card, PasswordInput, Stack, Table, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { KeyRound, Plus, Search, ShieldCheck, ShieldOff, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { UserResponse } from '../../../src/contract/user.ts'
import { useUser } from '../../api/session.ts'
import { useCreateUser, useDeleteUser, useSetSystemAdmin, useUsers } from '../../api/users.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { DialogFoot } from '../../parts/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Pager } from '../../parts/pager.tsx'
import { RowActions } from '../../parts/row-actions.tsx'
import { Time } from '../../parts/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useUrlFilter } from '../../parts/use-url-filter.ts'
import { PasswordDialog } from '../../shell/password-dialog.tsx'
import { useText } from '../../text/text-provider.tsx'
import { Dialog } from '../../parts/dialog.tsx'

const PAGE_SIZE = 20

export function UsersPage() {
  const t = useText()
  const [{ name = '', page = '1' }, patch] = useUrlFilter(['name', 'page'])
  const [wanted] = useDebouncedValue(name, 300)
  const users = useUsers({ name: wanted, page: Number(page), size: PAGE_SIZE })
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <PageHead title={t.places.users} says={t.users.says}>
        <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
          {t.users.create}
        </Button>
      </PageHead>
      <Card>
        <TextInput
          leftSection={<Search size={16} />}
          aria-label={t.users.search}
          placeholder={t.users.search}
          value={name}
          onChange={(event) => patch({ name: event.currentTarget.value, page: '' })}
          maw={360}
          mb="md"
        />
        <Loaded query={users}>
          {({ items, total }) => (
            <>
              <UserTable users={items} />
              <Pager
                page={Number(page)}
                size={PAGE_SIZE}
                total={total}
                onChange={(next) => patch({ page: String(next) })}
              />
            </>
          )}
        </Loaded>
      </Card>
      <Dialog opened={isCreating} onClose={() => setCreating(false)} title={t.users.create} centered>
        <CreateUserForm onClose={() => setCreating(false)} />
      </Dialog>
    </>
  )
}

type Doing = { readonly what: 'password' | 'delete'; readonly user: UserResponse }

function UserTable({ users }: { readonly users: readonly UserResponse[] }) {
  const t = useText()
  const me = useUser()
  const notice = useNotice()
  const setAdmin = useSetSystemAdmin()
  const remove = useDeleteUser()
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = (): void => setDoing(null)
  const actionsFor = (user: UserResponse) => [
    { label: t.users.setPassword, Icon: KeyRound, run: () => setDoing({ what: 'password', user }) },
    ...(user.user_id === me.user_id
      ? []
      : [
          {
            label: user.sysadmin_flag ? t.users.takeAdmin : t.users.makeAdmin,
            Icon: user.sysadmin_flag ? ShieldOff : ShieldCheck,
            run: () =>
              setAdmin.mutate(
                { id: user.user_id, isAdmin: !user.sysadmin_flag },
                { onSuccess: () => notice.done(t.saved), onError: notice.failed },
              ),
          },
          {
            label: t.deleteAction,
            Icon: Trash2,
            isDangerous: true,
            run: () => setDoing({ what: 'delete', user }),
          },
        ]),
  ]
  return (
    <>
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.name}</Table.Th>
            <Table.Th>{t.users.realName}</Table.Th>
            <Table.Th>{t.users.email}</Table.Th>
            <Table.Th>{t.created}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.user_id}>
              <Table.Td data-label={t.name} fw={600} className="path">
                <span>
                  {user.username} {user.sysadmin_flag && <Badge>{t.roles.systemAdmin}</Badge>}
                </span>
              </Table.Td>
              <Table.Td data-label={t.users.realName}>{user.realname}</Table.Td>
              <Table.Td data-label={t.users.email} className="path">
                {user.email}
              </Table.Td>
              <Table.Td data-label={t.created}>
                <Time at={user.creation_time} />
              </Table.Td>
              <Table.Td ta="right">
                <RowActions of={user.username} actions={actionsFor(user)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
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
    <form
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate(user, { onSuccess: onClose })
      }}
    >
      <Stack>
        <TextInput label={t.name} required data-autofocus autoCapitalize="none" {...field('username')} />
        <TextInput label={t.users.realName} {...field('realname')} />
        <TextInput label={t.users.email} type="email" {...field('email')} />
        <PasswordInput
          label={t.login.password}
          description={t.users.passwordRule}
          required
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t.login.show }}
          {...field('password')}
        />
        {create.error && <FailureNote error={create.error} />}
        <DialogFoot submit={t.create} isBusy={create.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
