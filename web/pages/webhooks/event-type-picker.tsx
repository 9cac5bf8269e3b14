import { Checkbox, Input, Stack } from '@mantine/core'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { EventTypesHelp } from '../../parts/event-type-link.tsx'
import { type EventGroup, groupEventTypes } from '../../parts/event-types.ts'
import { useFieldError } from '../../parts/fields/field-errors.tsx'
import { useText } from '../../text/text-provider.tsx'

interface EventTypePickerProps {
  /** The event types of the server. */
  readonly known: readonly string[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Event types in groups; the checkbox of a group selects all of it. */
export function EventTypePicker({ known, chosen, onChange }: EventTypePickerProps) {
  const t = useText()
  const error = useFieldError('eventTypes')
  const put = (types: readonly string[], isOn: boolean): void => {
    const others = chosen.filter((type) => !types.includes(type))
    onChange(isOn ? [...others, ...types] : others)
  }
  return (
    <Stack
      gap={6}
      role="group"
      aria-label={t.policy.eventTypes}
      data-wrong={error !== undefined}
      data-name={t.policy.eventTypes}
      tabIndex={-1}
    >
      {groupEventTypes(known).map(([group, types]) => (
        <GroupRow key={group} group={group} types={types} chosen={chosen} onPut={put} />
      ))}
      <EventTypesHelp />
      {error !== undefined && <Input.Error role="alert">{error}</Input.Error>}
    </Stack>
  )
}

interface GroupRowProps {
  readonly group: EventGroup
  readonly types: readonly string[]
  readonly chosen: readonly string[]
  readonly onPut: (types: readonly string[], isOn: boolean) => void
}

function GroupRow({ group, types, chosen, onPut }: GroupRowProps) {
  const t = useText()
  const count = types.filter((type) => chosen.includes(type)).length
  return (
    <div>
      <Checkbox
        label={t.eventGroups[group]}
        checked={count === types.length}
        indeterminate={count > 0 && count < types.length}
        onChange={(event) => onPut(types, event.currentTarget.checked)}
        fw={600}
      />
      <div className="event-types">
        {types.map((type) => (
          <Checkbox
            key={type}
            size="sm"
            label={eventTypeText(type, t)}
            title={type}
            checked={chosen.includes(type)}
            onChange={(event) => onPut([type], event.currentTarget.checked)}
          />
        ))}
      </div>
    </div>
  )
}
