import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import type { HistoryFilter } from '../../../src/contract/history/history.ts'
import { usePolicies } from '../../api/policies.ts'
import type { Scope } from '../../api/client/scope.ts'
import { ALL_EVENT_TYPES } from '../../parts/event-types.ts'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { STATES } from '../../parts/state-badge.tsx'
import { useText } from '../../text/text-provider.tsx'
import { PERIODS } from './period.ts'

export const FILTER_NAMES = ['event_type', 'repository', 'period', 'state', 'policy_id'] as const
export type WrittenFilter = Readonly<Partial<Record<(typeof FILTER_NAMES)[number], string>>>

interface HistoryFilterFieldsProps {
  readonly scope: Scope
  readonly filter: WrittenFilter
  readonly onChange: (part: WrittenFilter) => void
  /** Deliveries have a state and a policy, events have neither. */
  readonly isOfDeliveries: boolean
  /** On the page of one policy. */
  readonly hasFixedPolicy?: boolean
}

export function HistoryFilterFields(props: HistoryFilterFieldsProps) {
  const { scope, filter, onChange, isOfDeliveries, hasFixedPolicy = false } = props
  const t = useText()
  return (
    <div className="filters">
      {isOfDeliveries && (
        <MultiSelect
          label={t.history.state}
          placeholder={filter.state === undefined ? t.history.any : ''}
          data={STATES.map((state) => ({ value: state, label: t.states[state] }))}
          value={filter.state?.split(',') ?? []}
          onChange={(states) => onChange({ state: states.join(',') })}
          clearable
        />
      )}
      <Select
        label={t.eventType}
        placeholder={t.history.any}
        data={ALL_EVENT_TYPES.map((type) => ({ value: type, label: eventTypeText(type, t) }))}
        value={filter.event_type ?? null}
        onChange={(type) => onChange({ event_type: type ?? '' })}
        clearable
        searchable
      />
      <RepositoryField value={filter.repository ?? ''} onChange={(repository) => onChange({ repository })} />
      {isOfDeliveries && !hasFixedPolicy && (
        <PolicyField
          scope={scope}
          value={filter.policy_id ?? null}
          onChange={(policy_id) => onChange({ policy_id })}
        />
      )}
      <Select
        label={t.history.period}
        placeholder={t.history.anyTime}
        data={PERIODS.map((period) => ({ value: period, label: t.periods[period] }))}
        value={filter.period ?? null}
        onChange={(period) => onChange({ period: period ?? '' })}
        clearable
      />
    </div>
  )
}

interface FieldProps<Value> {
  readonly value: Value
  readonly onChange: (value: string) => void
}

function RepositoryField({ value, onChange }: FieldProps<string>) {
  const t = useText()
  const [typed, setTyped] = useState(value)
  const report = useDebouncedCallback(onChange, 400)
  return (
    <TextInput
      label={t.history.repository}
      placeholder="team/app"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        report(event.currentTarget.value.trim())
      }}
      autoCapitalize="none"
      spellCheck={false}
    />
  )
}

function PolicyField({ scope, value, onChange }: FieldProps<string | null> & { readonly scope: Scope }) {
  const t = useText()
  const policies = usePolicies(scope)
  if (scope.project === null) return null
  return (
    <Select
      label={t.history.webhook}
      placeholder={t.history.any}
      data={(policies.data ?? []).map(({ id, name }) => ({ value: String(id), label: name ?? String(id) }))}
      value={value}
      onChange={(id) => onChange(id ?? '')}
      clearable
      searchable
    />
  )
}

/** The filter for the API. */
export function apiFilter(
  written: WrittenFilter,
  sinceOf: (period: string) => string | undefined,
): HistoryFilter {
  const { period, policy_id, ...others } = written
  return {
    ...others,
    ...(policy_id !== undefined && { policy_id: Number(policy_id) }),
    ...(period !== undefined && { since: sinceOf(period) }),
  }
}
