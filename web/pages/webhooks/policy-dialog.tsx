import { Button, Checkbox, Grid, SegmentedControl, Stack, Tabs, TextInput, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { readPolicy, useSavePolicy, useSupportedEvents } from '../../api/policies.ts'
import type { Scope } from '../../api/client/scope.ts'
import { DialogFoot } from '../../parts/dialogs/dialog-foot.tsx'
import { SaveNote } from '../../parts/save-note.tsx'
import { useEditedForm } from '../../parts/use-edited-form.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { DryRunPanel } from './dry-run-panel.tsx'
import { EventTypePicker } from './event-type-picker.tsx'
import { FilterFields } from './filter-fields.tsx'
import { HarborWayField } from './harbor-way-field.tsx'
import {
  type PolicyForm,
  type TargetForm,
  policyFormOf,
  emptyPolicyForm,
  emptyTargetForm,
  isComplete,
  policyRequestOf,
} from './policy-form.ts'
import { PreviewPanel } from './target/preview-panel.tsx'
import { TargetFields } from './target/target-fields.tsx'
import { TestPanel } from './target/test-panel.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'

interface PolicyDialogProps {
  readonly scope: Scope
  /** The policy to edit, or null for a new one. */
  readonly policy: PolicyResponse | null
  readonly onClose: () => void
}

/** Creates or edits a webhook: the form on one side; its payload preview, dry run and target test on the other. */
export function PolicyDialog({ scope, policy, onClose }: PolicyDialogProps) {
  const t = useText()
  const isNarrow = useMediaQuery('(max-width: 62em)')
  return (
    <Dialog
      opened
      onClose={onClose}
      title={policy === null ? t.policy.new : t.policy.edit(policy.name ?? '')}
      size="82rem"
      fullScreen={isNarrow}
      closeOnClickOutside={false}
    >
      <PolicyEditor scope={scope} policy={policy} onClose={onClose} />
    </Dialog>
  )
}

function PolicyEditor({ scope, policy, onClose }: PolicyDialogProps) {
  const t = useText()
  const notice = useNotice()
  const save = useSavePolicy(scope)
  const edited = useEditedForm<PolicyForm>(
    () => (policy === null ? emptyPolicyForm() : policyFormOf(policy)),
    policy && {
      key: ['policy', scope.key, policy.id],
      read: async () => {
        const { body, etag } = await readPolicy(scope, policy.id)
        return { form: policyFormOf(body), etag }
      },
    },
  )
  const { form, etag } = edited
  const patch = (part: Partial<PolicyForm>): void => edited.setForm({ ...form, ...part })
  const submit = (): void =>
    save.mutate(
      { id: policy?.id ?? null, policy: policyRequestOf(form), etag },
      {
        onSuccess: () => {
          notice.done(t.saved)
          onClose()
        },
      },
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <GeneralFields form={form} patch={patch} />
            <Targets scope={scope} form={form} patch={patch} />
            <EventsAndFilter scope={scope} form={form} patch={patch} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PreviewTabs scope={scope} form={form} />
        </Grid.Col>
      </Grid>
      <SaveNote save={save} edited={edited} mt="md" />
      <DialogFoot
        submit={policy === null ? t.create : t.save}
        isBusy={save.isPending}
        isDisabled={!edited.isReady || !isComplete(form)}
        onCancel={onClose}
      />
    </form>
  )
}

interface FormProps {
  readonly form: PolicyForm
  readonly patch: (part: Partial<PolicyForm>) => void
}

function GeneralFields({ form, patch }: FormProps) {
  const t = useText()
  return (
    <>
      <TextInput
        label={t.name}
        value={form.name}
        onChange={(event) => patch({ name: event.currentTarget.value })}
        required
        data-autofocus
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

function Targets({ scope, form, patch }: FormProps & { readonly scope: Scope }) {
  const t = useText()
  const supported = useSupportedEvents(scope)
  const { targets } = form
  const replace = (key: string, wanted: readonly TargetForm[]): void =>
    patch({ targets: targets.flatMap((one) => (one.key === key ? wanted : [one])) })
  return (
    <>
      {targets.map((target, index) => (
        <TargetFields
          key={target.key}
          target={target}
          number={index + 1}
          supported={supported.data}
          onChange={(changed) => replace(target.key, [changed])}
          onRemove={targets.length > 1 ? () => replace(target.key, []) : null}
        />
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

function EventsAndFilter({ scope, form, patch }: FormProps & { readonly scope: Scope }) {
  const supported = useSupportedEvents(scope)
  return (
    <>
      <EventTypePicker
        known={supported.data?.event_type ?? []}
        chosen={form.eventTypes}
        onChange={(eventTypes) => patch({ eventTypes })}
      />
      <FilterFields
        filter={form.filter}
        hasHarborWay={form.harborWay === true}
        onChange={(filter) => patch({ filter })}
      />
      <HarborWayField harborWay={form.harborWay} onChange={(harborWay) => patch({ harborWay })} />
    </>
  )
}

const PREVIEW_TABS = ['preview', 'dryRun', 'test'] as const

/** Payload preview, dry run and target test of the webhook as the form has it. */
function PreviewTabs({ scope, form }: { readonly scope: Scope; readonly form: PolicyForm }) {
  const t = useText()
  const [key, setKey] = useState('')
  const target = form.targets.find((one) => one.key === key) ?? form.targets[0]
  if (target === undefined) return null
  const { eventTypes } = form
  return (
    <Stack gap="sm" className="preview-tabs">
      {form.targets.length > 1 && (
        <SegmentedControl
          aria-label={t.policy.previewedTarget}
          data={form.targets.map((one, index) => ({ value: one.key, label: t.policy.target(index + 1) }))}
          value={target.key}
          onChange={setKey}
        />
      )}
      <Tabs defaultValue={PREVIEW_TABS[0]} keepMounted={false}>
        <Tabs.List mb="sm">
          {PREVIEW_TABS.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t[id].title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="preview">
          <PreviewPanel scope={scope} target={target} eventTypes={eventTypes} />
        </Tabs.Panel>
        <Tabs.Panel value="dryRun">
          <DryRunPanel scope={scope} form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="test">
          <TestPanel key={target.key} scope={scope} target={target} eventTypes={eventTypes} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}
