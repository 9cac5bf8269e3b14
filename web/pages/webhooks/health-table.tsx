import { Anchor, Box, Group, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Scope } from '../../api/client/scope.ts'
import { type PolicyHealth, scopeOfHealth } from '../../api/policy-health.ts'
import { useMay } from '../../api/session.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { deleteAction, editAction } from '../../parts/lists/row-actions.tsx'
import { type Column, RowTable } from '../../parts/lists/row-table.tsx'
import { shortAddress } from '../../parts/short-address.ts'
import { Time, TimeOr } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { DeletePolicyDialog } from './delete-policy-dialog.tsx'
import { HealthMark } from './health-mark.tsx'
import { RecentStrip } from './recent-strip.tsx'
import { useToggle } from './use-toggle.ts'

interface HealthTableProps {
  /** Of the whole system: its webhooks are of several projects. */
  readonly scope: Scope
  readonly rows: readonly PolicyHealth[]
  /** Only to look at: without switches and menus. */
  readonly isBrief?: boolean
}

/** Webhooks, one a row: how each stands, since when it fails, its newest outcomes, what failed and what waits. */
export function HealthTable({ scope, rows, isBrief = false }: HealthTableProps) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const [, navigate] = useLocation()
  const [deleted, setDeleted] = useState<PolicyHealth | null>(null)
  const close = (): void => setDeleted(null)
  const columns = useColumns(scope.project === null, isBrief)
  const actions = (row: PolicyHealth) => ({
    of: nameOf(row),
    actions: [
      may('notification-policy:update') && editAction(t, () => navigate(`${pageOfHealth(row)}/edit`)),
      may('notification-policy:delete') && deleteAction(t, () => setDeleted(row)),
    ],
  })
  return (
    <>
      <RowTable
        rows={rows}
        keyOf={({ policy_id }) => policy_id}
        columns={columns}
        {...(!isBrief && { actions })}
        isDense
      />
      {deleted !== null && (
        <DeletePolicyDialog
          scope={scopeOfHealth(deleted)}
          policy={{ id: deleted.policy_id, name: nameOf(deleted) }}
          onClose={close}
          onDeleted={close}
        />
      )}
    </>
  )
}

function useColumns(hasProjects: boolean, isBrief: boolean): readonly Column<PolicyHealth>[] {
  const t = useText()
  const words = t.webhooks
  const project: Column<PolicyHealth> = {
    label: words.project,
    show: ({ project_name }) =>
      project_name ?? (
        <Text c="dimmed" className="one-line">
          {words.allProjects}
        </Text>
      ),
  }
  const enabled: Column<PolicyHealth> = { label: t.policy.enabled, show: (row) => <Enabled row={row} /> }
  return [
    { label: words.name, show: (row) => <NameAndState row={row} /> },
    ...(hasProjects ? [project] : []),
    { label: t.policy.targets, show: ({ targets }) => <Targets targets={targets} /> },
    { label: words.recent, show: ({ recent }) => <RecentStrip recent={recent} /> },
    { label: words.failed, show: ({ failed }) => <Count n={failed} color="var(--mantine-color-error)" /> },
    { label: words.waiting, show: ({ waiting }) => <Count n={waiting} /> },
    {
      label: words.last,
      show: ({ last_event_at }) => <TimeOr at={last_event_at} otherwise={t.never} />,
    },
    ...(isBrief ? [] : [enabled]),
  ]
}

/** A webhook without a name goes by its number. */
function nameOf({ name, policy_id }: PolicyHealth): string {
  return name === '' ? String(policy_id) : name
}

function NameAndState({ row }: { readonly row: PolicyHealth }) {
  const t = useText()
  const { state, trouble } = row
  const cause = trouble && wordsFor(t.problems.causes, trouble.cause)?.(trouble.reason ?? '')
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <HealthMark state={state} />
      <Box className="name-and-state">
        <Anchor component={Link} href={pageOfHealth(row)} fw={600} className="path">
          {nameOf(row)}
        </Anchor>
        <Text size="sm" c={trouble === undefined ? 'dimmed' : 'var(--mantine-color-error)'} component="div">
          <span>{t.webhooks.states[state]}</span>
          {trouble !== undefined && (
            <>
              {' '}
              {t.webhooks.since} <Time at={trouble.since} />
              {cause !== undefined && <div>{cause}</div>}
            </>
          )}
        </Text>
      </Box>
    </Group>
  )
}

/** The page of a webhook. */
export function pageOfHealth(row: PolicyHealth): string {
  return `${scopeOfHealth(row).page}/webhooks/${row.policy_id}`
}

function Targets({ targets: [first, ...others] }: Pick<PolicyHealth, 'targets'>) {
  const t = useText()
  if (first === undefined) return null
  return (
    <Text size="sm" className="short-address" title={first.address}>
      <Breakable text={shortAddress(first.address)} />
      {others.length > 0 && <Text span c="dimmed">{` ${t.more(others.length)}`}</Text>}
    </Text>
  )
}

/** Nothing is said of none. */
function Count({ n, color }: { readonly n: number; readonly color?: string }) {
  if (n === 0) return null
  return (
    <Text span inherit fw={600} {...(color !== undefined && { c: color })}>
      {n}
    </Text>
  )
}

function Enabled({ row }: { readonly row: PolicyHealth }) {
  const t = useText()
  const scope = scopeOfHealth(row)
  const may = useMay(scope.project?.id ?? null)
  const toggle = useToggle(scope)
  return (
    <Switch
      checked={row.enabled}
      aria-label={t.policy.enabledOf(nameOf(row))}
      disabled={!may('notification-policy:update') || toggle.isPending}
      onChange={() => toggle.run({ id: row.policy_id, enabled: row.enabled })}
    />
  )
}
