import { Autocomplete, Button, Card, Group, Select, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { Trash2, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import type { MemberResponse } from '../../../src/contract/member.ts'
import { useChangeMember, useMembers, useUserNames } from '../../api/members.ts'
import type { Scope } from '../../api/scope.ts'
import { useMay, useUser } from '../../api/session.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { DialogFoot } from '../../parts/dialog-foot.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Pager } from '../../parts/pager.tsx'
import { RowActions } from '../../parts/row-actions.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { Dialog } from '../../parts/dialog.tsx'

const PAGE_SIZE = 20
/** In the order of what they may do. */
const ROLE_IDS = [1, 4, 2, 3, 5]

export function MemberList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? 0)
  const project = scope.project?.name ?? ''
  const [page, setPage] = useState(1)
  const members = useMembers(project, page, PAGE_SIZE)
  const [isAdding, setAdding] = useState(false)
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text c="dimmed">{t.members.says}</Text>
        {may('member:create') && (
          <Button leftSection={<UserPlus size={16} />} onClick={() => setAdding(true)}>
            {t.members.add}
          </Button>
        )}
      </Group>
      <Loaded query={members}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState Icon={Users} title={t.members.none}>
              {t.members.noneHint}
            </EmptyState>
          ) : (
            <>
              <MemberTable project={project} members={items} mayChange={may('member:update')} />
              <Pager page={page} size={PAGE_SIZE} total={total} onChange={setPage} />
            </>
          )
        }
      </Loaded>
      <Dialog opened={isAdding} onClose={() => setAdding(false)} title={t.members.add} centered>
        <AddMemberForm project={project} onClose={() => setAdding(false)} />
      </Dialog>
    </Card>
  )
}

interface MemberTableProps {
  readonly project: string
  readonly members: readonly MemberResponse[]
  readonly mayChange: boolean
}

function MemberTable({ project, members, mayChange }: MemberTableProps) {
  const t = useText()
  const me = useUser()
  const notice = useNotice()
  const changeRole = useChangeMember(project)
  const remove = useChangeMember(project)
  const [leaving, setLeaving] = useState<MemberResponse | null>(null)
  const roles = useRoleOptions()
  return (
    <>
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.name}</Table.Th>
            <Table.Th>{t.members.kind}</Table.Th>
            <Table.Th>{t.projects.role}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <Table.Tr key={member.id}>
              <Table.Td data-label={t.name} fw={600} className="path">
                {member.entity_name}
              </Table.Td>
              <Table.Td data-label={t.members.kind}>
                {member.entity_type === 'u' ? t.members.user : t.members.group}
              </Table.Td>
              <Table.Td data-label={t.projects.role}>
                {mayChange && member.entity_id !== me.user_id ? (
                  <Select
                    aria-label={t.members.roleOf(member.entity_name)}
                    data={roles}
                    value={String(member.role_id)}
                    allowDeselect={false}
                    maw={220}
                    onChange={(role) =>
                      changeRole.mutate(
                        { id: member.id, roleId: Number(role) },
                        { onSuccess: () => notice.done(t.saved), onError: notice.failed },
                      )
                    }
                  />
                ) : (
                  t.roles[member.role_id]
                )}
              </Table.Td>
              <Table.Td ta="right">
                {mayChange && member.entity_id !== me.user_id && (
                  <RowActions
                    of={member.entity_name}
                    actions={[
                      {
                        label: t.members.remove,
                        Icon: Trash2,
                        isDangerous: true,
                        run: () => setLeaving(member),
                      },
                    ]}
                  />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ConfirmDialog
        isOpen={leaving !== null}
        title={t.members.remove}
        submit={t.members.remove}
        isBusy={remove.isPending}
        error={remove.error}
        onClose={() => setLeaving(null)}
        onConfirm={() =>
          leaving && remove.mutate({ id: leaving.id, roleId: null }, { onSuccess: () => setLeaving(null) })
        }
      >
        {t.members.removeSays(leaving?.entity_name ?? '')}
      </ConfirmDialog>
    </>
  )
}

function AddMemberForm({ project, onClose }: { readonly project: string; readonly onClose: () => void }) {
  const t = useText()
  const add = useChangeMember(project)
  const [username, setUsername] = useState('')
  const [role, setRole] = useState('2')
  const names = useUserNames(username)
  const roles = useRoleOptions()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate({ username, roleId: Number(role) }, { onSuccess: onClose })
      }}
    >
      <Stack>
        <Autocomplete
          label={t.members.user}
          description={t.members.userHint}
          data={names.data ?? []}
          value={username}
          onChange={setUsername}
          required
          data-autofocus
        />
        <Select
          label={t.projects.role}
          description={t.roleHints[role]}
          data={roles}
          value={role}
          onChange={(value) => setRole(value ?? role)}
          allowDeselect={false}
        />
        {add.error && <FailureNote error={add.error} />}
        <DialogFoot
          submit={t.members.add}
          isBusy={add.isPending}
          isDisabled={username === ''}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}

function useRoleOptions() {
  const t = useText()
  return ROLE_IDS.map((id) => ({ value: String(id), label: t.roles[id] ?? String(id) }))
}
