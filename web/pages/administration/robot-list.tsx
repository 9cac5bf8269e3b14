import { Badge, Button, Text } from '@mantine/core'
import { Bot, KeyRound, Plus, Power } from 'lucide-react'
import { useState } from 'react'
import type { RobotResponse } from '../../../src/contract/people/robot.ts'
import { useDeleteRobot, useNewRobotSecret, useRobots, useUpdateRobot } from '../../api/robots.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { deleteAction } from '../../parts/lists/row-actions.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { SecretDialog, type ShownSecret } from '../../parts/dialogs/secret-dialog.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useListPosition } from '../../parts/lists/use-list-position.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { CreateRobotForm } from './create-robot-form.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'

/** Robots of a project, or of the system: accounts for programs. */
export function RobotList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const projectId = scope.project?.id ?? null
  const may = useMay(projectId)
  const position = useListPosition()
  const robots = useRobots(projectId, position.asked)
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<ShownSecret | null>(null)
  return (
    <>
      <ListCard
        query={robots}
        position={position}
        says={scope.project && t.robots.saysProject}
        create={
          may('robot:create') && (
            <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
              {t.robots.create}
            </Button>
          )
        }
        empty={{ Icon: Bot, title: t.robots.none, hint: t.robots.noneHint }}
      >
        {(rows) => <RobotTable robots={rows} mayChange={may('robot:update')} onSecret={setSecret} />}
      </ListCard>
      <Dialog opened={isCreating} onClose={() => setCreating(false)} title={t.robots.create}>
        <CreateRobotForm
          scope={scope}
          onClose={() => setCreating(false)}
          onCreated={(made) => {
            setCreating(false)
            setSecret(made)
          }}
        />
      </Dialog>
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </>
  )
}

interface RobotTableProps {
  readonly robots: readonly RobotResponse[]
  readonly mayChange: boolean
  readonly onSecret: (secret: ShownSecret) => void
}

type Doing = { readonly what: 'secret' | 'delete'; readonly robot: RobotResponse }

function RobotTable({ robots, mayChange, onSecret }: RobotTableProps) {
  const t = useText()
  const notice = useNotice()
  const update = useUpdateRobot()
  const [doing, setDoing] = useState<Doing | null>(null)
  const actionsFor = (robot: RobotResponse) => [
    { label: t.robots.newSecret, Icon: KeyRound, run: () => setDoing({ what: 'secret', robot }) },
    {
      label: robot.disable ? t.robots.enable : t.robots.disable,
      Icon: Power,
      run: () => update.mutate({ ...robot, disable: !robot.disable }, notice.ofOutcome(t.saved)),
    },
    deleteAction(t, () => setDoing({ what: 'delete', robot })),
  ]
  return (
    <>
      <RowTable
        rows={robots}
        keyOf={({ id }) => id}
        columns={[
          { label: t.name, show: (robot) => <RobotName robot={robot} /> },
          { label: t.policy.status, show: ({ disable }) => <RobotStatus isDisabled={disable} /> },
          {
            label: t.robots.permissions,
            show: ({ permissions }) =>
              t.robots.permissionCount(permissions.flatMap(({ access }) => access).length),
          },
          {
            label: t.robots.expires,
            show: ({ expires_at }) =>
              expires_at === -1 ? t.neverExpires : <Time at={new Date(expires_at * 1000).toISOString()} />,
          },
        ]}
        actions={(robot) => ({ of: robot.name, actions: mayChange ? actionsFor(robot) : [] })}
      />
      {doing && <RobotConfirm doing={doing} onClose={() => setDoing(null)} onSecret={onSecret} />}
    </>
  )
}

function RobotName({ robot }: { readonly robot: RobotResponse }) {
  return (
    <div>
      <Text fw={600}>
        <Breakable text={robot.name} />
      </Text>
      <Text size="sm" c="dimmed">
        {robot.description}
      </Text>
    </div>
  )
}

function RobotStatus({ isDisabled }: { readonly isDisabled: boolean }) {
  const t = useText()
  return <Badge color={isDisabled ? 'gray' : 'teal'}>{isDisabled ? t.policy.off : t.policy.on}</Badge>
}

interface RobotConfirmProps {
  readonly doing: Doing
  readonly onClose: () => void
  readonly onSecret: RobotTableProps['onSecret']
}

function RobotConfirm({ doing: { what, robot }, onClose, onSecret }: RobotConfirmProps) {
  const t = useText()
  const remove = useDeleteRobot()
  const renew = useNewRobotSecret()
  const isDeletion = what === 'delete'
  const confirm = (): void => {
    if (isDeletion) remove.mutate(robot.id, { onSuccess: onClose })
    else
      renew.mutate(robot.id, {
        onSuccess: (secret) => {
          onClose()
          onSecret({ name: robot.name, secret })
        },
      })
  }
  return (
    <ConfirmDialog
      isOpen
      title={isDeletion ? t.robots.deleteTitle(robot.name) : t.robots.newSecret}
      submit={isDeletion ? t.deleteAction : t.robots.newSecret}
      isBusy={remove.isPending || renew.isPending}
      error={remove.error ?? renew.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      {isDeletion ? t.robots.deleteSays : t.robots.newSecretSays}
    </ConfirmDialog>
  )
}
