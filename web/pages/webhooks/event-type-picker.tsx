import { Checkbox, Fieldset, SimpleGrid, Stack } from '@mantine/core'
import { groupEventTypes } from '../../parts/event-types.ts'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { EventTypesHelp } from '../../parts/event-type-link.tsx'
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
  const put = (types: readonly string[], isOn: boolean): void => {
    const others = chosen.filter((type) => !types.includes(type))
    onChange(isOn ? [...others, ...types] : others)
  }
  return (
    <Fieldset legend={t.policy.eventTypes} p="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        {groupEventTypes(known).map(([group, types]) => {
          const count = types.filter((type) => chosen.includes(type)).length
          return (
            <Stack key={group} gap={6}>
              <Checkbox
                label={t.eventGroups[group]}
                checked={count === types.length}
                indeterminate={count > 0 && count < types.length}
                onChange={(event) => put(types, event.currentTarget.checked)}
                fw={600}
              />
              {types.map((type) => (
                <Checkbox
                  key={type}
                  ml="lg"
                  size="sm"
                  label={eventTypeText(type, t)}
                  title={type}
                  checked={chosen.includes(type)}
                  onChange={(event) => put([type], event.currentTarget.checked)}
                />
              ))}
            </Stack>
          )
        })}
      </SimpleGrid>
      <EventTypesHelp />
    </Fieldset>
  )
}
