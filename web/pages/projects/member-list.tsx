import { Autocomplete, Button, Select } from '@mantine/core'
import { Trash2, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import type { MemberResponse } from '../../../src/contract/projects/member.ts'
import type { RoleId } from '../../../src/contract/projects/role.ts'
import { useChangeMember, useMembers, useUserNames } from '../../api/members.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay, useUser } from '../../api/session.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { useFieldError } from '../../parts/fields/field-errors.tsx'
import type { FaultsOfFields } from '../../parts/fields/field-faults.ts'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { type Column, RowTable } from '../../parts/lists/row-table.tsx'
import { useListPosition } from '../../parts/lists/use-list-position.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'

/** From the most permissions to the fewest. */
const ROLE_IDS = [1, 4, 2, 3, 5] as const satisfies readonly RoleId[]

export function MemberList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? 0)
  const project = scope.project?.name ?? ''
  const position = useListPosition()
  const members = useMembers(project, position.asked)
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <ListCard
        query={members}
        position={position}
        says={t.members.says}
        create={
          may('member:create') && (
            <Button leftSection={<UserPlus size={16} />} onClick={() => setAdding(true)}>
              {t.members.add}
            </Button>
          )
        }
        empty={{ Icon: Users, title: t.members.none, hint: t.members.noneHint }}
      >
        {(rows) => <MemberTable project={project} members={rows} mayChange={may('member:update')} />}
      </ListCard>
      <Dialog opened={isAdding} onClose={() => setAdding(false)} title={t.members.add}>
        <AddMemberForm project={project} onClose={() => setAdding(false)} />
      </Dialog>
    </>
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
  const remove = useChangeMember(project)
  const [leaving, setLeaving] = useState<MemberResponse | null>(null)
  const hasGroups = members.some(({ entity_type }) => entity_type !== 'u')
  const kind: Column<MemberResponse> = {
    label: t.members.kind,
    show: ({ entity_type }) => (entity_type === 'u' ? t.members.user : t.members.group),
  }
  const mayChangeOne = (member: MemberResponse): boolean => mayChange && member.entity_id !== me.user_id
  const leave = (member: MemberResponse) => ({
    label: t.members.remove,
    Icon: Trash2,
    isDangerous: true,
    run: () => setLeaving(member),
  })
  return (
    <>
      <RowTable
        rows={members}
        keyOf={({ id }) => id}
        columns={[
          { label: t.name, isName: true, show: ({ entity_name }) => entity_name },
          ...(hasGroups ? [kind] : []),
          {
            label: t.projects.role,
            show: (member) =>
              mayChangeOne(member) ? (
                <RoleSelect project={project} member={member} />
              ) : (
                wordsFor(t.roles, member.role_id)
              ),
          },
        ]}
        actions={(member) => ({
          of: member.entity_name,
          actions: mayChangeOne(member) ? [leave(member)] : [],
        })}
      />
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

interface RoleSelectProps {
  readonly project: string
  readonly member: MemberResponse
}

function RoleSelect({ project, member }: RoleSelectProps) {
  const t = useText()
  const notice = useNotice()
  const changeRole = useChangeMember(project)
  return (
    <Select
      aria-label={t.members.roleOf(member.entity_name)}
      data={useRoleOptions()}
      value={String(member.role_id)}
      allowDeselect={false}
      maw={220}
      onChange={(role) =>
        changeRole.mutate({ id: member.id, roleId: Number(role) }, notice.ofOutcome(t.saved))
      }
    />
  )
}

/** How the server speaks of the new member. */
const MEMBER_FAULTS: FaultsOfFields = [[/member|user/i, 'username']]

function AddMemberForm({ project, onClose }: { readonly project: string; readonly onClose: () => void }) {
  const t = useText()
  const add = useChangeMember(project)
  const [username, setUsername] = useState('')
  const [role, setRole] = useState('2')
  const names = useUserNames(username)
  const roles = useRoleOptions()
  return (
    <DialogForm
      submit={t.members.add}
      isBusy={add.isPending}
      faults={MEMBER_FAULTS}
      error={add.error}
      onSubmit={() => add.mutate({ username, roleId: Number(role) }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <MemberName names={names.data ?? []} value={username} onChange={setUsername} />
      <Select
        label={t.projects.role}
        description={wordsFor(t.roleHints, role)}
        data={roles}
        value={role}
        onChange={(value) => setRole(value ?? role)}
        allowDeselect={false}
      />
    </DialogForm>
  )
}

interface MemberNameProps {
  readonly names: readonly string[]
  readonly value: string
  readonly onChange: (name: string) => void
}

function MemberName({ names, value, onChange }: MemberNameProps) {
  const t = useText()
  const error = useFieldError('username')
  return (
    <Autocomplete
      label={t.members.user}
      description={t.members.userHint}
      data={[...names]}
      value={value}
      onChange={onChange}
      error={error}
      required
      data-autofocus
    />
  )
}

function useRoleOptions() {
  const t = useText()
  return ROLE_IDS.map((id) => ({ value: String(id), label: t.roles[id] }))
}
