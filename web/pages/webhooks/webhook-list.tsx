import { Alert, Button, Card, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Info, Plus, Search, Webhook } from 'lucide-react'
import { Link } from 'wouter'
import type { PolicyHealthResponse } from '../../../src/contract/webhooks/policy-health.ts'
import type { Scope } from '../../api/client/scope.ts'
import { type HealthSearch, usePolicyHealth } from '../../api/policy-health.ts'
import { useMay, useSystemInfo } from '../../api/session.ts'
import { HoldNote } from '../../parts/hold-note.tsx'
import { EmptyState } from '../../parts/lists/empty-state.tsx'
import { Pages } from '../../parts/lists/list-card.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PAGE_SIZE, pageNumber } from '../../parts/lists/use-list-position.ts'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'
import { HealthTable } from './health-table.tsx'

/** The search starts after a pause of this length in typing. */
const TYPING_MS = 300
const ORDERS = ['state', 'name', 'project', 'last'] as const

/** The webhooks of a project, or of all of them, those that fail first; the page's address holds what is searched for. */
export function WebhookList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [filter, patch] = useUrlFilter(['name', 'state', 'sort', 'page'])
  const { name = '', state, sort = 'state', page: written = '1' } = filter
  const [typed] = useDebouncedValue(name, TYPING_MS)
  const page = pageNumber(written)
  const order = ORDERS.find((one) => one === sort) ?? 'state'
  const search: HealthSearch = {
    ...(typed !== '' && { name: typed }),
    ...(state !== undefined && { state }),
    sort: order,
    page,
    page_size: PAGE_SIZE,
  }
  const found = usePolicyHealth(scope, search)
  const isNarrow = name !== '' || state !== undefined
  return (
    <>
      <SwitchedOffNote />
      <HoldNote scope={scope} />
      <Card>
        <Group justify="space-between" mb="md" gap="sm">
          <Group gap="sm" flex={1}>
            <TextInput
              leftSection={<Search size={16} />}
              aria-label={scope.project === null ? t.webhooks.search : t.list.search}
              placeholder={scope.project === null ? t.webhooks.search : t.list.search}
              value={name}
              onChange={(event) => patch({ name: event.currentTarget.value, page: '' })}
              className="search"
            />
            <StateFilter
              counts={found.data?.counts}
              value={state}
              onChange={(next) => patch({ state: next ?? '', page: '' })}
            />
            <Select
              aria-label={t.webhooks.sort}
              data={ORDERS.filter((one) => one !== 'project' || scope.project === null).map((one) => ({
                value: one,
                label: t.webhooks.orders[one],
              }))}
              value={order}
              onChange={(next) => patch({ sort: next === 'state' ? '' : (next ?? ''), page: '' })}
              allowDeselect={false}
              w="10rem"
            />
          </Group>
          <CreateButton scope={scope} />
        </Group>
        <Loaded query={found}>
          {({ items, total }) => (
            <>
              {total > 0 ? (
                <HealthTable scope={scope} rows={items} />
              ) : (
                <Nothing scope={scope} isNarrow={isNarrow} />
              )}
              <Pages
                of={{ items, total }}
                position={{ page, toPage: (next) => patch({ page: next === 1 ? '' : String(next) }) }}
              />
            </>
          )}
        </Loaded>
      </Card>
    </>
  )
}

interface StateFilterProps {
  readonly counts: PolicyHealthResponse['counts'] | undefined
  readonly value: string | undefined
  readonly onChange: (state: string | null) => void
}

/** The states that there are, each with its count. */
function StateFilter({ counts, value, onChange }: StateFilterProps) {
  const t = useText()
  const states = Object.entries(counts ?? {}) as [keyof PolicyHealthResponse['counts'], number][]
  return (
    <Select
      aria-label={t.webhooks.state}
      placeholder={t.webhooks.anyState}
      data={states
        .filter(([state, n]) => n > 0 || state === value)
        .map(([state, n]) => ({
          value: state,
          label: t.webhooks.stateCount(t.webhooks.states[state], n),
        }))}
      value={value ?? null}
      onChange={onChange}
      clearable
      w="12rem"
    />
  )
}

function CreateButton({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  if (!may('notification-policy:create')) return null
  return (
    <Button component={Link} href={`${scope.page}/webhooks/new`} leftSection={<Plus size={16} />}>
      {scope.project === null ? t.webhooks.newGlobal : t.policy.new}
    </Button>
  )
}

function Nothing({ scope, isNarrow }: { readonly scope: Scope; readonly isNarrow: boolean }) {
  const t = useText()
  if (isNarrow)
    return (
      <EmptyState Icon={Webhook} title={t.webhooks.noneFound}>
        {t.webhooks.noneFoundHint}
      </EmptyState>
    )
  return (
    <EmptyState Icon={Webhook} title={t.policy.none}>
      {scope.project === null ? t.webhooks.noneGlobal : t.policy.noneHint}
    </EmptyState>
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
