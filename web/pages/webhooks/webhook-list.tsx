import { Alert, Anchor, Box, Button, Group, Stack, Switch, Text } from '@mantine/core'
import { Info, Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { useLastTriggers, usePolicyPage } from '../../api/policies.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay, useSystemInfo } from '../../api/session.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { HoldNote } from '../../parts/hold-note.tsx'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { deleteAction, editAction } from '../../parts/lists/row-actions.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { TimeOr } from '../../parts/time/time.tsx'
import { useListPosition } from '../../parts/lists/use-list-position.ts'
import { useText } from '../../text/text-provider.tsx'
import { DeletePolicyDialog } from './delete-policy-dialog.tsx'
import { Health } from './health.tsx'
import { newestTrigger } from './last-trigger.ts'
import { PolicyDialog } from './policy-dialog.tsx'
import { useToggle } from './use-toggle.ts'

/** A row names this many event types and counts the rest. */
const SHOWN_TYPES = 3

type Doing =
  { readonly what: 'edit' | 'delete'; readonly policy: PolicyResponse } | { readonly what: 'create' }

/** The webhooks of a project, or the global ones, each with its switch, targets, last trigger and health. */
export function WebhookList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const position = useListPosition()
  const policies = usePolicyPage(scope, position.asked)
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
      <HoldNote scope={scope} />
      <ListCard
        query={policies}
        position={position}
        create={create}
        empty={{ Icon: Webhook, title: t.policy.none, hint: t.policy.noneHint }}
      >
        {(rows) => <WebhookTable scope={scope} policies={rows} onDo={setDoing} />}
      </ListCard>
      {doing?.what === 'create' && <PolicyDialog scope={scope} policy={null} onClose={close} />}
      {doing?.what === 'edit' && <PolicyDialog scope={scope} policy={doing.policy} onClose={close} />}
      {doing?.what === 'delete' && (
        <DeletePolicyDialog scope={scope} policy={doing.policy} onClose={close} onDeleted={close} />
      )}
    </>
  )
}

/** A warning when the global switch is off, which explains why nothing arrives. */
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
  const may = useMay(scope.project?.id ?? null)
  const { data: triggers } = useLastTriggers(scope)
  const actionsFor = (policy: PolicyResponse) => [
    may('notification-policy:update') && editAction(t, () => onDo({ what: 'edit', policy })),
    may('notification-policy:delete') && deleteAction(t, () => onDo({ what: 'delete', policy })),
  ]
  return (
    <RowTable
      rows={policies}
      keyOf={({ id }) => id}
      columns={[
        { label: t.policy.enabled, show: (policy) => <EnabledSwitch scope={scope} policy={policy} /> },
        { label: t.name, show: (policy) => <PolicyName scope={scope} policy={policy} /> },
        { label: t.policy.targets, show: ({ targets }) => <Addresses targets={targets} /> },
        { label: t.policy.eventTypes, show: ({ event_types }) => <EventTypes types={event_types} /> },
        {
          label: t.policy.lastTriggered,
          show: ({ name }) => <TimeOr at={newestTrigger(triggers, name)} otherwise={t.never} />,
        },
        { label: t.policy.health, show: (policy) => <Health scope={scope} policy={policy} /> },
      ]}
      actions={(policy) => ({ of: nameOf(policy), actions: actionsFor(policy) })}
    />
  )
}

function nameOf({ name, id }: PolicyResponse): string {
  return name ?? String(id)
}

interface OfPolicy {
  readonly scope: Scope
  readonly policy: PolicyResponse
}

function EnabledSwitch({ scope, policy }: OfPolicy) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const toggle = useToggle(scope)
  return (
    <Switch
      checked={policy.enabled}
      aria-label={t.policy.enabledOf(nameOf(policy))}
      disabled={!may('notification-policy:update') || toggle.isPending}
      onChange={() => toggle.run(policy)}
    />
  )
}

function PolicyName({ scope, policy }: OfPolicy) {
  return (
    <Box miw={120}>
      <Anchor component={Link} href={`${scope.page}/webhooks/${policy.id}`} fw={600} className="path">
        {nameOf(policy)}
      </Anchor>
      {policy.description !== undefined && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {policy.description}
        </Text>
      )}
    </Box>
  )
}

function Addresses({ targets }: Pick<PolicyResponse, 'targets'>) {
  return (
    <Stack gap={4} maw={360}>
      {targets.map((target) => (
        <Text key={target.id} size="sm">
          <Breakable text={target.address} />
        </Text>
      ))}
    </Stack>
  )
}

function EventTypes({ types }: { readonly types: readonly string[] }) {
  const t = useText()
  return (
    <Group gap={4}>
      {types.slice(0, SHOWN_TYPES).map((type) => (
        <EventTypeLabel key={type} type={type} />
      ))}
      {types.length > SHOWN_TYPES && (
        <Text size="sm" c="dimmed">
          {t.more(types.length - SHOWN_TYPES)}
        </Text>
      )}
    </Group>
  )
}
