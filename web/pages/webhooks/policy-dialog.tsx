import { Button, Checkbox, Grid, SegmentedControl, Stack, Tabs, TextInput, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { useSavePolicy, useSupportedEvents } from '../../api/policies.ts'
import type { Scope } from '../../api/scope.ts'
import { DialogFoot } from '../../parts/dialogs/dialog-foot.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { DryRunPanel } from './dry-run-panel.tsx'
import { EventTypePicker } from './event-type-picker.tsx'
import { FilterFields } from './filter-fields.tsx'
import {
  type PolicyDraft,
  type TargetDraft,
  draftOf,
  emptyDraft,
  emptyTarget,
  isComplete,
  requestOf,
} from './policy-draft.ts'
import { PreviewPanel } from './preview-panel.tsx'
import { TargetFields } from './target-fields.tsx'
import { TestPanel } from './test-panel.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'

interface PolicyDialogProps {
  readonly scope: Scope
  /** The policy to change, or null for a new one. */
  readonly policy: PolicyResponse | null
  readonly onClose: () => void
}

/** Makes or changes a webhook: the form on one side; what it would send, let through and get back on the other. */
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
      <PolicyForm scope={scope} policy={policy} onClose={onClose} />
    </Dialog>
  )
}

function PolicyForm({ scope, policy, onClose }: PolicyDialogProps) {
  const t = useText()
  const notice = useNotice()
  const save = useSavePolicy(scope)
  const [draft, setDraft] = useState<PolicyDraft>(() => (policy === null ? emptyDraft() : draftOf(policy)))
  const patch = (part: Partial<PolicyDraft>): void => setDraft({ ...draft, ...part })
  const submit = (): void =>
    save.mutate(
      { id: policy?.id ?? null, policy: requestOf(draft) },
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
            <GeneralFields draft={draft} patch={patch} />
            <Targets scope={scope} draft={draft} patch={patch} />
            <EventsAndFilter scope={scope} draft={draft} patch={patch} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <PreviewTabs scope={scope} draft={draft} />
        </Grid.Col>
      </Grid>
      {save.error && <FailureNote error={save.error} mt="md" />}
      <DialogFoot
        submit={policy === null ? t.create : t.save}
        isBusy={save.isPending}
        isDisabled={!isComplete(draft)}
        onCancel={onClose}
      />
    </form>
  )
}

interface DraftProps {
  readonly draft: PolicyDraft
  readonly patch: (part: Partial<PolicyDraft>) => void
}

function GeneralFields({ draft, patch }: DraftProps) {
  const t = useText()
  return (
    <>
      <TextInput
        label={t.name}
        value={draft.name}
        onChange={(event) => patch({ name: event.currentTarget.value })}
        required
        data-autofocus
        maxLength={256}
      />
      <Textarea
        label={t.description}
        value={draft.description}
        onChange={(event) => patch({ description: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={4}
      />
      <Checkbox
        label={t.policy.enabled}
        checked={draft.enabled}
        onChange={(event) => patch({ enabled: event.currentTarget.checked })}
      />
    </>
  )
}

function Targets({ scope, draft, patch }: DraftProps & { readonly scope: Scope }) {
  const t = useText()
  const supported = useSupportedEvents(scope)
  const { targets } = draft
  const replace = (key: string, wanted: readonly TargetDraft[]): void =>
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
          onClick={() => patch({ targets: [...targets, emptyTarget()] })}
        >
          {t.policy.addTarget}
        </Button>
      </div>
    </>
  )
}

function EventsAndFilter({ scope, draft, patch }: DraftProps & { readonly scope: Scope }) {
  const supported = useSupportedEvents(scope)
  return (
    <>
      <EventTypePicker
        known={supported.data?.event_type ?? []}
        chosen={draft.eventTypes}
        onChange={(eventTypes) => patch({ eventTypes })}
      />
      <FilterFields filter={draft.filter} onChange={(filter) => patch({ filter })} />
    </>
  )
}

const PREVIEW_TABS = ['preview', 'dryRun', 'test'] as const

/** What the webhook would do as it stands in the form. */
function PreviewTabs({ scope, draft }: { readonly scope: Scope; readonly draft: PolicyDraft }) {
  const t = useText()
  const [key, setKey] = useState('')
  const target = draft.targets.find((one) => one.key === key) ?? draft.targets[0]
  if (target === undefined) return null
  const { eventTypes, filter } = draft
  return (
    <Stack gap="sm" className="preview-tabs">
      {draft.targets.length > 1 && (
        <SegmentedControl
          aria-label={t.policy.previewedTarget}
          data={draft.targets.map((one, index) => ({ value: one.key, label: t.policy.target(index + 1) }))}
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
          <DryRunPanel scope={scope} eventTypes={eventTypes} filter={filter} />
        </Tabs.Panel>
        <Tabs.Panel value="test">
          <TestPanel key={target.key} scope={scope} target={target} eventTypes={eventTypes} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}
