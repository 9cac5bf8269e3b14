import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../text/text-provider.tsx'

interface PairFieldsProps {
  readonly pairs: Readonly<Record<string, string>>
  readonly onChange: (pairs: Readonly<Record<string, string>>) => void
}

/** Names and values that the reader chooses, such as headers. A row without a name is not told. */
export function PairFields({ pairs, onChange }: PairFieldsProps) {
  const t = useText()
  const [rows, setRows] = useState<readonly (readonly [string, string])[]>(Object.entries(pairs))
  const put = (wanted: readonly (readonly [string, string])[]): void => {
    setRows(wanted)
    onChange(Object.fromEntries(wanted.filter(([name]) => name.trim() !== '')))
  }
  const replace = (index: number, row: readonly [string, string]): void =>
    put(rows.map((old, at) => (at === index ? row : old)))
  return (
    <>
      {rows.map(([name, value], index) => (
        // Rows have no names of their own until one is typed, and keep their order.
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={t.policy.pairName}
            placeholder={t.policy.pairName}
            value={name}
            onChange={(event) => replace(index, [event.currentTarget.value, value])}
          />
          <TextInput
            aria-label={t.policy.pairValue}
            placeholder={t.policy.pairValue}
            value={value}
            onChange={(event) => replace(index, [name, event.currentTarget.value])}
            flex={1}
            autoComplete="off"
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.policy.removePair(name)}
            onClick={() => put(rows.filter((_, at) => at !== index))}
          >
            <X size={16} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Plus size={14} />}
          onClick={() => put([...rows, ['', '']])}
        >
          {t.policy.addPair}
        </Button>
      </div>
    </>
  )
}
