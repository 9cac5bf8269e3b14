import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { CircleCheck, CircleX, Send } from 'lucide-react'
import { useState } from 'react'
import type { Scope } from '../../../api/client/scope.ts'
import type { TargetTestResponse } from '../../../../src/contract/webhooks/target-test.ts'
import { useTargetTest } from '../../../api/target-test.ts'
import { CopyBlock } from '../../../parts/copy-block.tsx'
import { eventTypeText } from '../../../parts/event-type-label.tsx'
import { FailureNote } from '../../../parts/failure-note.tsx'
import { messageText } from '../../../parts/message-text.ts'
import { durationText } from '../../../parts/time/time-text.ts'
import { useText } from '../../../text/text-provider.tsx'
import { type TargetForm, targetRequestOf } from '../policy-form.ts'

interface TestPanelProps {
  readonly scope: Scope
  readonly target: TargetForm
  readonly eventTypes: readonly string[]
}

/** Sends a sample event to the target in the form and shows the response. */
export function TestPanel({ scope, target, eventTypes }: TestPanelProps) {
  const t = useText()
  const test = useTargetTest(scope)
  const [type, setType] = useState<string | null>(null)
  const sent = type !== null && eventTypes.includes(type) ? type : (eventTypes[0] ?? 'PUSH_ARTIFACT')
  const run = (): void =>
    test.mutate({
      target: targetRequestOf(target),
      event_type: sent,
      ...(target.id !== null && { target_id: target.id }),
    })
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.test.says}
      </Text>
      <Group align="flex-end">
        <Select
          label={t.eventType}
          data={(eventTypes.length > 0 ? eventTypes : ['PUSH_ARTIFACT']).map((one) => ({
            value: one,
            label: eventTypeText(one, t),
          }))}
          value={sent}
          onChange={setType}
          allowDeselect={false}
        />
        <Button
          leftSection={<Send size={16} />}
          onClick={run}
          loading={test.isPending}
          disabled={target.address.trim() === ''}
        >
          {t.test.send}
        </Button>
      </Group>
      {test.error && <FailureNote error={test.error} />}
      <div aria-live="polite">{test.data && <TestResult answer={test.data} />}</div>
    </Stack>
  )
}

function TestResult({ answer }: { readonly answer: TargetTestResponse }) {
  const t = useText()
  const { success, duration_ms, phases, request, response, error } = answer
  const duration = durationText(duration_ms)
  return (
    <Stack gap="sm">
      <Alert
        color={success ? 'teal' : 'red'}
        icon={success ? <CircleCheck size={18} /> : <CircleX size={18} />}
        title={success ? t.test.succeeded(duration) : t.test.failed(duration)}
      >
        {error && <div className="path">{t.server(error.text)}</div>}
        {phases && (
          <Text size="sm" c="dimmed">
            {Object.entries(phases)
              .map(([name, ms]) => `${name} ${durationText(ms)}`)
              .join(' · ')}
          </Text>
        )}
      </Alert>
      {request && (
        <>
          <Text fw={600} size="sm">
            {t.request}
          </Text>
          <CopyBlock label={t.request} content={messageText(request.line, request.headers, request.body)} />
        </>
      )}
      {response && (
        <>
          <Text fw={600} size="sm">
            {t.response}
          </Text>
          <CopyBlock
            label={t.response}
            content={messageText(`HTTP ${response.status}`, response.headers, response.body)}
          />
        </>
      )}
    </Stack>
  )
}
