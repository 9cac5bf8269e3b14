import {
  Alert,
  Anchor,
  Box,
  Button,
  Card,
  Group,
  Stack,
  Switch,
  Table,
  Text,
  VisuallyHidden,
} from '@mantine/core'
import { Info, Pencil, Plus, Trash2, Webhook } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { PolicyResponse } from '../../../src/contract/policy.ts'
import { useLastTriggers, usePolicies } from '../../api/policies.ts'
import type { Scope } from '../../api/scope.ts'
import { useMay, useSystemInfo } from '../../api/session.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { RowActions } from '../../parts/row-actions.tsx'
import { Time } from '../../parts/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { DeletePolicyDialog } from './delete-policy-dialog.tsx'
import { Health } from './health.tsx'
import { newestTrigger } from './last-trigger.ts'
import { PolicyDialog } from './policy-dialog.tsx'
import { useToggle } from './use-toggle.ts'

/** Event types that a row names; the rest is a number. */
const SHOWN_TYPES = 3

type Doing =
  { readonly what: 'edit' | 'delete'; readonly policy: PolicyResponse } | { readonly what: 'create' }

/** The webhooks of a project (or the global ones): whether each is on, where it goes, and how it does. */
export function WebhookList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const policies = usePolicies(scope)
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = (): void => setDoing(null)
  const create = may('notification-policy:create') && (
    <Button leftSection={<Plus size={16} />} onClick={() => setDoing({ what: 'create' })}>
      {t.policy.new}
    </Button>
  )
  return (
    <>
      <SwitchedOffNote />
      <Card>
        <Loaded query={policies}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState Icon={Webhook} title={t.policy.none}>
                <Stack align="center">
                  {t.policy.noneHint}
                  {create}
                </Stack>
              </EmptyState>
            ) : (
              <>
                <Group justify="space-between" mb="md">
                  <Text c="dimmed">{t.policy.count(all.length)}</Text>
                  {create}
                </Group>
                <WebhookTable scope={scope} policies={all} onDo={setDoing} />
              </>
            )
          }
        </Loaded>
      </Card>
      {doing?.what === 'create' && <PolicyDialog scope={scope} policy={null} onClose={close} />}
      {doing?.what === 'edit' && <PolicyDialog scope={scope} policy={doing.policy} onClose={close} />}
      {doing?.what === 'delete' && (
        <DeletePolicyDialog scope={scope} policy={doing.policy} onClose={close} onDeleted={close} />
      )}
    </>
  )
}

/** Says so when the global switch is off: else nobody would understand why nothing arrives. */
function SwitchedOffNote() {
  const t = useText()
  const info = useSystemInfo()
  if (info.data?.notification_enable !== false) return null
  return (
    <Alert color="orange" icon={<Info size={18} />} mb="md" title={t.policy.switchedOff}>
      {t.policy.switchedOffHint}
    </Alert>
  )
}

interface WebhookTableProps {
  readonly scope: Scope
  readonly policies: readonly PolicyResponse[]
  readonly onDo: (doing: Doing) => void
}

function WebhookTable({ scope, policies, onDo }: WebhookTableProps) {
  const t = useText()
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.policy.enabled}</Table.Th>
          <Table.Th>{t.name}</Table.Th>
          <Table.Th>{t.policy.targets}</Table.Th>
          <Table.Th>{t.policy.eventTypes}</Table.Th>
          <Table.Th>{t.policy.lastTriggered}</Table.Th>
          <Table.Th>{t.policy.health}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{t.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {policies.map((policy) => (
          <WebhookRow key={policy.id} scope={scope} policy={policy} onDo={onDo} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface WebhookRowProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly onDo: WebhookTableProps['onDo']
}

function WebhookRow({ scope, policy, onDo }: WebhookRowProps) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const { data: triggers } = useLastTriggers(scope)
  const toggle = useToggle(scope)
  const name = policy.name ?? String(policy.id)
  const last = newestTrigger(triggers, policy.name)
  return (
    <Table.Tr>
      <Table.Td data-label={t.policy.enabled}>
        <Switch
          checked={policy.enabled}
          aria-label={t.policy.enabledOf(name)}
          disabled={!may('notification-policy:update') || toggle.isPending}
          onChange={() => toggle.run(policy)}
        />
      </Table.Td>
      <Table.Td data-label={t.name}>
        <Box miw={120}>
          <Anchor component={Link} href={`${scope.page}/webhooks/${policy.id}`} fw={600} className="path">
            {name}
          </Anchor>
          {policy.description !== undefined && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {policy.description}
            </Text>
          )}
        </Box>
      </Table.Td>
      <Table.Td data-label={t.policy.targets}>
        <Stack gap={4} maw={360}>
          {policy.targets.map((target) => (
            <Text key={target.id} size="sm">
              <Breakable text={target.address} />
            </Text>
          ))}
        </Stack>
      </Table.Td>
      <Table.Td data-label={t.policy.eventTypes}>
        <Group gap={4}>
          {policy.event_types.slice(0, SHOWN_TYPES).map((type) => (
            <EventTypeLabel key={type} type={type} />
          ))}
          {policy.event_types.length > SHOWN_TYPES && (
            <Text size="sm" c="dimmed">
              {t.more(policy.event_types.length - SHOWN_TYPES)}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td data-label={t.policy.lastTriggered}>
        {last === null ? (
          <Text c="dimmed" inherit>
            {t.never}
          </Text>
        ) : (
          <Time at={last} />
        )}
      </Table.Td>
      <Table.Td data-label={t.policy.health}>
        <Health scope={scope} policy={policy} />
      </Table.Td>
      <Table.Td ta="right">
        <RowActions
          of={name}
          actions={[
            ...(may('notification-policy:update')
              ? [{ label: t.editAction, Icon: Pencil, run: () => onDo({ what: 'edit', policy }) }]
              : []),
            ...(may('notification-policy:delete')
              ? [
                  {
                    label: t.deleteAction,
                    Icon: Trash2,
                    isDangerous: true,
                    run: () => onDo({ what: 'delete', policy }),
                  },
                ]
              : []),
          ]}
        />
      </Table.Td>
    </Table.Tr>
  )
}
