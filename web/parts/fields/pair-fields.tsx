import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { type ChangeEvent, useState } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { SecretInput } from './secret-input.tsx'

interface PairFieldsProps {
  readonly pairs: Readonly<Record<string, string>>
  /** Whether the values are hidden while they are typed. */
  readonly isSecret: boolean
  readonly onChange: (pairs: Readonly<Record<string, string>>) => void
}

/** Names and values that the user chooses, such as headers. A row without a name is left out. */
export function PairFields({ pairs, isSecret, onChange }: PairFieldsProps) {
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
        // A new row has no name to be its key, and rows keep their order.
        <Group key={index} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={t.policy.pairName}
            placeholder={t.policy.pairName}
            value={name}
            onChange={(event) => replace(index, [event.currentTarget.value, value])}
          />
          <PairValue
            isSecret={isSecret}
            value={value}
            onChange={(wanted) => replace(index, [name, wanted])}
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

interface PairValueProps {
  readonly isSecret: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

function PairValue({ isSecret, value, onChange }: PairValueProps) {
  const t = useText()
  const field = {
    'aria-label': t.policy.pairValue,
    placeholder: t.policy.pairValue,
    value,
    onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
    flex: 1,
  }
  if (!isSecret) return <TextInput {...field} autoComplete="off" />
  // Browsers offer to fill in a stored password unless the field says that it takes a new one.
  return <SecretInput {...field} autoComplete="new-password" />
}
