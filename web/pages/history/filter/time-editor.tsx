import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../../text/text-provider.tsx'
import { PERIODS } from '../period.ts'
import type { FilterEditorProps } from './filter-editor-props.ts'

/** A period that ends now, or a range of time in the reader's zone. */
export function TimeEditor({ filter, onChange, onEnd }: FilterEditorProps) {
  const t = useText()
  const [since, setSince] = useState(fieldText(filter.since))
  const [until, setUntil] = useState(fieldText(filter.until))
  return (
    <Stack gap="sm">
      <Group gap={6}>
        {PERIODS.map((period) => (
          <Button
            key={period}
            size="xs"
            variant={filter.period === period ? 'filled' : 'default'}
            aria-pressed={filter.period === period}
            onClick={() => {
              onChange({ period, since: '', until: '' })
              onEnd()
            }}
          >
            {t.periods[period]}
          </Button>
        ))}
      </Group>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onChange({ period: '', since: apiTime(since), until: apiTime(until) })
          onEnd()
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            type="datetime-local"
            step={1}
            label={t.lists.from}
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            step={1}
            label={t.lists.until}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <Button type="submit">{t.lists.apply}</Button>
        </Group>
      </form>
    </Stack>
  )
}

/** RFC 3339 as a field for local times has it. */
function fieldText(at: string | undefined): string {
  if (at === undefined || Number.isNaN(Date.parse(at))) return ''
  const time = new Date(at)
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

function apiTime(field: string): string {
  return field === '' ? '' : new Date(field).toISOString()
}
