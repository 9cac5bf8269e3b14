import { Button, Card, Checkbox, Text, TextInput, Textarea } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { SupportedEventsResponse } from '../../../../src/contract/webhooks/supported-events.ts'
import type { Scope } from '../../../api/client/scope.ts'
import type { FilterDryRun } from '../../../api/filter-dry-run.ts'
import { FieldsIn, useFieldError } from '../../../parts/fields/field-errors.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { EventTypePicker } from '../event-type-picker.tsx'
import { FilterFields } from '../filter-fields.tsx'
import { HarborWayField } from '../harbor-way-field.tsx'
import { type PolicyForm, type TargetForm, emptyTargetForm, newTargetKey } from '../policy-form.ts'
import { TargetFields } from '../target/target-fields.tsx'
import { FormSection } from './form-section.tsx'

interface FormProps {
  readonly form: PolicyForm
  readonly patch: (part: Partial<PolicyForm>) => void
}

interface PolicySectionsProps extends FormProps {
  readonly scope: Scope
  readonly supported: SupportedEventsResponse
  readonly dryRun: { readonly data: FilterDryRun | undefined }
}

/** All fields of a webhook: what it is called, which events, which of them, where to, and the rest. */
export function PolicySections({ form, patch, supported, dryRun }: PolicySectionsProps) {
  const { data } = dryRun
  const t = useText()
  return (
    <Card p={0}>
      <FormSection section="general">
        <GeneralFields form={form} patch={patch} />
      </FormSection>
      <FormSection section="events">
        <EventTypePicker
          known={supported.event_type}
          chosen={form.eventTypes}
          onChange={(eventTypes) => patch({ eventTypes })}
        />
      </FormSection>
      <FormSection
        section="filter"
        says={
          <>
            {data !== undefined && (
              <Text span inherit fw={600} c="var(--mantine-color-text)" display="block" aria-live="polite">
                {t.dryRun.says(data.matched, data.looked_at)}
              </Text>
            )}
            {t.filter.says}
          </>
        }
      >
        <FilterFields
          filter={form.filter}
          hasHarborWay={form.harborWay === true}
          onChange={(filter) => patch({ filter })}
        />
      </FormSection>
      <FormSection section="targets">
        <Targets form={form} patch={patch} supported={supported} />
      </FormSection>
      <FormSection section="more">
        <HarborWayField harborWay={form.harborWay} onChange={(harborWay) => patch({ harborWay })} />
      </FormSection>
    </Card>
  )
}

function GeneralFields({ form, patch }: FormProps) {
  const t = useText()
  const error = useFieldError('name')
  return (
    <>
      <TextInput
        label={t.name}
        value={form.name}
        onChange={(event) => patch({ name: event.currentTarget.value })}
        withAsterisk
        error={error}
        autoFocus={form.name === ''}
        maxLength={256}
      />
      <Textarea
        label={t.description}
        value={form.description}
        onChange={(event) => patch({ description: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={4}
      />
      <Checkbox
        label={t.policy.enabled}
        checked={form.enabled}
        onChange={(event) => patch({ enabled: event.currentTarget.checked })}
      />
    </>
  )
}

function Targets({ form, patch, supported }: FormProps & Pick<PolicySectionsProps, 'supported'>) {
  const t = useText()
  const { targets } = form
  const replace = (key: string, wanted: readonly TargetForm[]): void =>
    patch({ targets: targets.flatMap((one) => (one.key === key ? wanted : [one])) })
  return (
    <>
      {targets.map((target, index) => (
        <FieldsIn key={target.key} path={`targets.${index}`}>
          <TargetFields
            target={target}
            number={index + 1}
            supported={supported}
            onChange={(changed) => replace(target.key, [changed])}
            onDuplicate={() => replace(target.key, [target, copyOf(target)])}
            onRemove={targets.length > 1 ? () => replace(target.key, []) : null}
          />
        </FieldsIn>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Plus size={14} />}
          onClick={() => patch({ targets: [...targets, emptyTargetForm()] })}
        >
          {t.policy.addTarget}
        </Button>
      </div>
    </>
  )
}

/** A new target like another one. What is stored of that one, such as its secrets, stays with it. */
function copyOf(target: TargetForm): TargetForm {
  const authentication = target.authentication === 'stored' ? 'none' : target.authentication
  return {
    ...target,
    key: newTargetKey(),
    id: null,
    authentication,
    hasStoredSecret: false,
    storedOptions: {},
  }
}
