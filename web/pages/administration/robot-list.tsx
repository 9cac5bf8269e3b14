import { Badge, Button, Card, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { Bot, KeyRound, Plus, Power, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { RobotResponse } from '../../../src/contract/robot.ts'
import { useDeleteRobot, useNewRobotSecret, useRobots, useUpdateRobot } from '../../api/robots.ts'
import type { Scope } from '../../api/scope.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Pager } from '../../parts/pager.tsx'
import { RowActions } from '../../parts/row-actions.tsx'
import { SecretDialog, type ShownSecret } from '../../parts/secret-dialog.tsx'
import { Time } from '../../parts/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { CreateRobotForm } from './create-robot-form.tsx'
import { Dialog } from '../../parts/dialog.tsx'

const PAGE_SIZE = 20

/** Robots of a project, or of the system: accounts for programs. */
export function RobotList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const projectId = scope.project?.id ?? null
  const may = useMay(projectId)
  const [page, setPage] = useState(1)
  const robots = useRobots(projectId, page, PAGE_SIZE)
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<ShownSecret | null>(null)
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text c="dimmed">{scope.project && t.robots.saysProject}</Text>
        {may('robot:create') && (
          <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
            {t.robots.create}
          </Button>
        )}
      </Group>
      <Loaded query={robots}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState Icon={Bot} title={t.robots.none}>
              {t.robots.noneHint}
            </EmptyState>
          ) : (
            <>
              <RobotTable robots={items} mayChange={may('robot:update')} onSecret={setSecret} />
              <Pager page={page} size={PAGE_SIZE} total={total} onChange={setPage} />
            </>
          )
        }
      </Loaded>
      <Dialog opened={isCreating} onClose={() => setCreating(false)} title={t.robots.create} centered>
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
    </Card>
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
      run: () =>
        update.mutate(
          { ...robot, disable: !robot.disable },
          { onSuccess: () => notice.done(t.saved), onError: notice.failed },
        ),
    },
    {
      label: t.deleteAction,
      Icon: Trash2,
      isDangerous: true,
      run: () => setDoing({ what: 'delete', robot }),
    },
  ]
  return (
    <>
      <Table className="cards">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.name}</Table.Th>
            <Table.Th>{t.policy.status}</Table.Th>
            <Table.Th>{t.robots.permissions}</Table.Th>
            <Table.Th>{t.robots.expires}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {robots.map((robot) => (
            <Table.Tr key={robot.id}>
              <Table.Td data-label={t.name}>
                <div>
                  <Text fw={600} className="path">
                    {robot.name}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {robot.description}
                  </Text>
                </div>
              </Table.Td>
              <Table.Td data-label={t.policy.status}>
                <Badge color={robot.disable ? 'gray' : 'teal'}>
                  {robot.disable ? t.policy.off : t.policy.on}
                </Badge>
              </Table.Td>
              <Table.Td data-label={t.robots.permissions}>
                {t.robots.permissionCount(robot.permissions.flatMap(({ access }) => access).length)}
              </Table.Td>
              <Table.Td data-label={t.robots.expires}>
                {robot.expires_at === -1 ? (
                  t.never
                ) : (
                  <Time at={new Date(robot.expires_at * 1000).toISOString()} />
                )}
              </Table.Td>
              <Table.Td ta="right">
                {mayChange && <RowActions of={robot.name} actions={actionsFor(robot)} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {doing && <RobotConfirm doing={doing} onClose={() => setDoing(null)} onSecret={onSecret} />}
    </>
  )
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
