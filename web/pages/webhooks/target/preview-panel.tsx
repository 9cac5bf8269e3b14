import { Alert, Group, Select, Stack, Switch, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Scope } from '../../../api/client/scope.ts'
import { usePayloadPreview } from '../../../api/payload-preview.ts'
import { CopyBlock } from '../../../parts/copy-block.tsx'
import { eventTypeText } from '../../../parts/event-type-label.tsx'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { prettyJson } from '../../../parts/pretty-json.ts'
import { useText } from '../../../text/text-provider.tsx'
import type { TargetForm } from '../policy-form.ts'

interface PreviewPanelProps {
  readonly scope: Scope
  readonly target: TargetForm
  readonly eventTypes: readonly string[]
}

/** The payload that the target in the form would get. */
export function PreviewPanel({ scope, target, eventTypes }: PreviewPanelProps) {
  const t = useText()
  const [type, setType] = useState<string | null>(null)
  const [isPretty, setPretty] = useState(true)
  const shown = type !== null && eventTypes.includes(type) ? type : (eventTypes[0] ?? '')
  const { type: kind, payloadFormat, options, attachment } = target
  const [request] = useDebouncedValue(
    {
      event_type: shown,
      target: {
        type: kind,
        payload_format: payloadFormat,
        ...(Object.keys(options).length > 0 && { options }),
        ...(attachment !== '' && { attachment }),
      },
    },
    300,
  )
  const preview = usePayloadPreview(scope, request)
  if (eventTypes.length === 0) return <Text c="dimmed">{t.preview.chooseEvent}</Text>
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <Select
          label={t.eventType}
          data={eventTypes.map((one) => ({ value: one, label: eventTypeText(one, t) }))}
          value={shown}
          onChange={setType}
          allowDeselect={false}
        />
        <Switch
          label={t.preview.pretty}
          checked={isPretty}
          onChange={(event) => setPretty(event.currentTarget.checked)}
          mb={8}
        />
      </Group>
      <Loaded query={preview}>
        {({ body, content_type, warnings }) => (
          <>
            {warnings.map((warning) => (
              <Alert key={warning} color="yellow" icon={<TriangleAlert size={18} />}>
                {warning}
              </Alert>
            ))}
            <Text size="sm" c="dimmed">
              {content_type}
            </Text>
            <CopyBlock label={t.preview.title} content={isPretty ? prettyJson(body) : body} />
          </>
        )}
      </Loaded>
    </Stack>
  )
}
