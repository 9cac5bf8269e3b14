import { Card, SegmentedControl, Stack, Tabs } from '@mantine/core'
import { useState } from 'react'
import type { Scope } from '../../../api/client/scope.ts'
import { useText } from '../../../text/text-provider.tsx'
import { DryRunPanel, type DryRunPanelProps } from '../dry-run-panel.tsx'
import type { PolicyForm } from '../policy-form.ts'
import { PreviewPanel } from '../target/preview-panel.tsx'
import { TestPanel } from '../target/test-panel.tsx'

const PREVIEW_TABS = ['preview', 'dryRun', 'test'] as const

interface PreviewTabsProps extends Pick<DryRunPanelProps, 'dryRun' | 'fault'> {
  readonly scope: Scope
  readonly form: PolicyForm
}

/** Payload preview, dry run and target test of the webhook as the form has it. */
export function PreviewTabs({ scope, form, dryRun, fault }: PreviewTabsProps) {
  const t = useText()
  const [key, setKey] = useState('')
  const target = form.targets.find((one) => one.key === key) ?? form.targets[0]
  if (target === undefined) return null
  const { eventTypes } = form
  return (
    <Card padding="md" className="preview-tabs">
      <Stack gap="sm">
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
            <DryRunPanel filter={form.filter} dryRun={dryRun} fault={fault} />
          </Tabs.Panel>
          <Tabs.Panel value="test">
            <TestPanel key={target.key} scope={scope} target={target} eventTypes={eventTypes} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Card>
  )
}
