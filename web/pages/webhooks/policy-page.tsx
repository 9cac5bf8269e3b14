import { Badge, Button, Card, Divider, Group, SimpleGrid, Stack, Switch, Title } from '@mantine/core'
import { History, Pencil, Trash2 } from 'lucide-react'
import { Fragment, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { useLastTriggers, usePolicy } from '../../api/policies.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { EventTypeLabel } from '../../parts/event-type-label.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { TimeOr } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { useFilterDryRun } from '../../api/filter-dry-run.ts'
import { usePolicyHealth } from '../../api/policy-health.ts'
import { ProblemNote } from '../problems/problem-note.tsx'
import { DeliveryList } from '../history/list/delivery-list.tsx'
import { AutoDisabledNote } from './auto-disabled-note.tsx'
import { DeletePolicyDialog } from './delete-policy-dialog.tsx'
import { FilterWords } from './filter-words.tsx'
import { HealthWord } from './health-mark.tsx'
import { LastEvents } from './last-events/last-events.tsx'
import { triggerTime } from './last-trigger.ts'
import { RecoverPanel } from './recover/recover-panel.tsx'
import { SendMissedDialog } from './send-missed-dialog.tsx'
import { TargetPanel } from './target/target-panel.tsx'
import { useToggle } from './use-toggle.ts'

/** One webhook: its event types, targets and executions. */
export function PolicyPage({ scope, id }: { readonly scope: Scope; readonly id: number }) {
  const t = useText()
  const policy = usePolicy(scope, id)
  return (
    <>
      <BackLink
        to={`${scope.page}/webhooks`}
        label={scope.project ? `${scope.project.name}: ${t.places.webhooks}` : t.places.webhooks}
      />
      <Loaded query={policy}>{(found) => <Policy scope={scope} policy={found} />}</Loaded>
    </>
  )
}

interface PolicyProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
}

function Policy({ scope, policy }: PolicyProps) {
  const t = useText()
  const health = usePolicyHealth(scope, { policy_id: policy.id }).data?.items[0]
  const { event_types, filter, harbor_way: way } = policy
  const asked = {
    event_types,
    ...(filter && { filter }),
    ...(typeof way === 'boolean' && { harbor_way: way }),
  }
  const dryRun = useFilterDryRun(scope, asked).data
  return (
    <>
      <PageHead
        title={policy.name ?? String(policy.id)}
        says={
          <>
            {health !== undefined && <HealthWord state={health.state} />}
            {policy.description}
          </>
        }
      >
        <PolicyActions scope={scope} policy={policy} />
      </PageHead>
      <AutoDisabledNote policy={policy} />
      <ProblemNote scope={scope} policyId={policy.id} />
      <RecoverPanel scope={scope} policy={policy} waiting={health?.waiting ?? 0} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="lg">
        <FilterWords scope={scope} policy={policy} dryRun={dryRun} />
        <Targets scope={scope} policy={policy} />
      </SimpleGrid>
      <LastEvents scope={scope} policy={policy} dryRun={dryRun} />
      <Card mb="lg">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4">
            {t.policy.eventTypes}
          </Title>
          <Way policy={policy} />
        </Group>
        <Triggers scope={scope} policy={policy} />
      </Card>
      <Title order={2} size="h4" mb="sm">
        {t.policy.executions}
      </Title>
      <DeliveryList scope={scope} policy={policy} />
    </>
  )
}

function Targets({ scope, policy }: PolicyProps) {
  const t = useText()
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {t.policy.targets}
      </Title>
      <Stack gap="sm">
        {policy.targets.map((target, index) => (
          <Fragment key={target.id}>
            {index > 0 && <Divider />}
            <TargetPanel scope={scope} policy={policy} target={target} />
          </Fragment>
        ))}
      </Stack>
    </Card>
  )
}

/** Shown only where the webhook has a way of its own. */
function Way({ policy: { harbor_way: harborWay } }: Pick<PolicyProps, 'policy'>) {
  const { label, values } = useText().harborWay
  if (typeof harborWay !== 'boolean') return null
  return (
    <Badge variant="default">
      {label}: {harborWay ? values.on : values.off}
    </Badge>
  )
}

function PolicyActions({ scope, policy }: PolicyProps) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const toggle = useToggle(scope)
  const [, navigate] = useLocation()
  const [doing, setDoing] = useState<'delete' | 'replay' | null>(null)
  const close = (): void => setDoing(null)
  return (
    <>
      <Switch
        label={t.policy.enabled}
        checked={policy.enabled}
        disabled={!may('notification-policy:update') || toggle.isPending}
        onChange={() => toggle.run(policy)}
        mr="sm"
      />
      {may('notification-policy:update') && (
        <Button variant="default" leftSection={<History size={16} />} onClick={() => setDoing('replay')}>
          {t.webhooks.recover.sendMissed}
        </Button>
      )}
      {may('notification-policy:update') && (
        <Button
          component={Link}
          href={`${scope.page}/webhooks/${policy.id}/edit`}
          variant="default"
          leftSection={<Pencil size={16} />}
        >
          {t.editAction}
        </Button>
      )}
      {may('notification-policy:delete') && (
        <Button
          variant="default"
          leftSection={<Trash2 size={16} />}
          onClick={() => setDoing('delete')}
          c="var(--mantine-color-error)"
        >
          {t.deleteAction}
        </Button>
      )}
      {doing === 'replay' && <SendMissedDialog scope={scope} policy={policy} range={null} onClose={close} />}
      {doing === 'delete' && (
        <DeletePolicyDialog
          scope={scope}
          policy={policy}
          onClose={close}
          onDeleted={() => navigate(`${scope.page}/webhooks`)}
        />
      )}
    </>
  )
}

/** Each event type with its last trigger. */
function Triggers({ scope, policy }: PolicyProps) {
  const t = useText()
  const triggers = useLastTriggers(scope)
  const timeOf = (type: string): string | null => {
    const found = triggers.data?.find((one) => one.policy_name === policy.name && one.event_type === type)
    return found === undefined ? null : triggerTime(found.last_trigger_time)
  }
  return (
    <RowTable
      rows={policy.event_types}
      keyOf={(type) => type}
      columns={[
        { label: t.eventType, show: (type) => <EventTypeLabel type={type} /> },
        { label: t.policy.status, show: () => (policy.enabled ? t.policy.on : t.policy.off) },
        { label: t.policy.lastTriggered, show: (type) => <TimeOr at={timeOf(type)} otherwise={t.never} /> },
      ]}
      isDense
    />
  )
}
