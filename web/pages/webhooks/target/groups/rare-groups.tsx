import { ActionIcon, Button, Fieldset, Group, Stack } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { OptionsSchema } from '../../../../api/target-kinds.ts'
import { useText } from '../../../../text/text-provider.tsx'
import { RARE_GROUPS, type RareGroup, type RareGroupId } from './option-groups.tsx'
import type { OptionsAt } from './options-at.ts'

interface RareGroupsProps {
  readonly schema: OptionsSchema
  readonly at: OptionsAt
}

/** The options that most targets do without: those in use, and a button for each of the others. */
export function RareGroups({ schema, at }: RareGroupsProps) {
  const t = useText()
  const [added, setAdded] = useState<readonly RareGroupId[]>([])
  const has = (option: string): boolean => schema.properties?.[option] !== undefined
  const groups = RARE_GROUPS.filter(({ options: [first = ''] }) => has(first))
  const isOpen = ({ id, options }: RareGroup): boolean =>
    added.includes(id) || options.some((name) => at.options[name] !== undefined)
  const remove = ({ id, options }: RareGroup): void => {
    setAdded(added.filter((one) => one !== id))
    at.onChange(Object.fromEntries(Object.entries(at.options).filter(([name]) => !options.includes(name))))
  }
  const closed = groups.filter((group) => !isOpen(group))
  return (
    <Stack gap="sm">
      {groups.filter(isOpen).map((group) => (
        <Fieldset key={group.id} legend={t.targetOptions.groups[group.id]} p="sm" pos="relative">
          <Stack gap="sm">
            <group.Fields at={at} has={has} />
          </Stack>
          <ActionIcon
            className="group-remove"
            variant="subtle"
            color="gray"
            aria-label={t.targetOptions.remove(t.targetOptions.groups[group.id])}
            onClick={() => remove(group)}
          >
            <X size={16} />
          </ActionIcon>
        </Fieldset>
      ))}
      {closed.length > 0 && (
        <Group gap={4}>
          {closed.map(({ id }) => (
            <Button
              key={id}
              variant="subtle"
              size="compact-sm"
              leftSection={<Plus size={14} />}
              onClick={() => setAdded([...added, id])}
            >
              {t.targetOptions.groups[id]}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  )
}
