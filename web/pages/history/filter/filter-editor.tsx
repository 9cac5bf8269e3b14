import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePolicies } from '../../../api/policies.ts'
import { useText } from '../../../text/text-provider.tsx'
import type { FilterEditorProps } from './filter-editor-props.ts'
import type { FilterKind } from './filter-kinds.ts'
import { TimeEditor } from './time-editor.tsx'
import type { WrittenFilter } from './written-filter.ts'

/** The fields of one filter. */
export function FilterEditor(props: FilterEditorProps) {
  switch (props.kind.editor) {
    case 'choices':
      return <ChoicesEditor {...props} />
    case 'choice':
      return <ChoiceEditor {...props} />
    case 'webhook':
      return <WebhookEditor {...props} />
    case 'time':
      return <TimeEditor {...props} />
    case 'text':
      return <TextEditor {...props} />
  }
}

function valueOf({ kind, filter }: FilterEditorProps): string {
  const [name] = kind.names
  return (name === undefined ? undefined : filter[name]) ?? ''
}

function patchOf({ kind }: FilterEditorProps, value: string): WrittenFilter {
  return Object.fromEntries(kind.names.map((name) => [name, value]))
}

function ChoicesEditor(props: FilterEditorProps) {
  const t = useText()
  const { kind, onChange } = props
  const chosen = valueOf(props)
    .split(',')
    .filter((one) => one !== '')
  return (
    <Checkbox.Group
      label={kind.labelOf(t)}
      value={chosen}
      onChange={(values) => onChange(patchOf(props, values.join(',')))}
    >
      <Stack gap={6} mt={6}>
        {(kind.values ?? []).map((value) => (
          <Checkbox key={value} size="xs" value={value} label={kind.wordOf?.(t, value) ?? value} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

function ChoiceEditor(props: FilterEditorProps) {
  const t = useText()
  const { kind, onChange, onEnd } = props
  return (
    <Select
      label={kind.labelOf(t)}
      data={(kind.values ?? []).map((value) => ({ value, label: kind.wordOf?.(t, value) ?? value }))}
      value={valueOf(props) === '' ? null : valueOf(props)}
      onChange={(value) => {
        onChange(patchOf(props, value ?? ''))
        onEnd()
      }}
      comboboxProps={{ withinPortal: false }}
      searchable
      data-autofocus
    />
  )
}

/** In the whole system webhooks have no list of their own: there the number of the webhook is written. */
function WebhookEditor(props: FilterEditorProps) {
  const { scope, kind } = props
  const policies = usePolicies(scope)
  if (scope.project === null) return <TextEditor {...props} />
  const known = new Map((policies.data ?? []).map(({ id, name }) => [String(id), name ?? String(id)]))
  const choices: FilterKind = { ...kind, values: [...known.keys()], wordOf: (_, id) => known.get(id) ?? id }
  return <ChoiceEditor {...props} kind={choices} />
}

function TextEditor(props: FilterEditorProps) {
  const t = useText()
  const { kind, onChange, onEnd } = props
  const [typed, setTyped] = useState(valueOf(props))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onChange(patchOf(props, typed.trim()))
        onEnd()
      }}
    >
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label={kind.labelOf(t)}
          description={kind.hintOf?.(t)}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
        />
        <Button type="submit">{t.lists.apply}</Button>
      </Group>
    </form>
  )
}
