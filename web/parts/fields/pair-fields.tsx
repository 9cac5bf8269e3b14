import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { type ChangeEvent, type ReactNode, useState } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { useFieldErrorOf } from './field-errors.tsx'
import { SecretInput } from './secret-input.tsx'

type Pairs = Readonly<Record<string, string>>
type Row = readonly [name: string, value: string]

interface PairFieldsProps {
  readonly pairs: Pairs
  /** Whether the values are hidden while they are typed. */
  readonly isSecret: boolean
  /** Whether the server has a value for the name, which it does not show. */
  readonly isStored?: (name: string) => boolean
  readonly onChange: (pairs: Pairs) => void
}

/** Names and values that the user chooses, such as headers. A row without a name is left out. */
export function PairFields({ pairs, isSecret, isStored = () => false, onChange }: PairFieldsProps) {
  const t = useText()
  const errorOf = useFieldErrorOf()
  const [typed, setTyped] = useState({ rows: rowsOf(pairs), pairs })
  // Pairs that come from elsewhere, such as a template, replace what is here.
  if (!areSame(pairs, typed.pairs)) setTyped({ rows: rowsOf(pairs), pairs })
  const { rows } = typed
  const put = (wanted: readonly Row[]): void => {
    const named = Object.fromEntries(wanted.filter(([name]) => name.trim() !== ''))
    setTyped({ rows: wanted, pairs: named })
    onChange(named)
  }
  const replace = (index: number, row: Row): void => put(rows.map((old, at) => (at === index ? row : old)))
  return (
    <>
      {rows.map(([name, value], index) => (
        // A new row has no name to be its key, and rows keep their order.
        <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            aria-label={t.policy.pairName}
            placeholder={t.policy.pairName}
            value={name}
            onChange={(event) => replace(index, [event.currentTarget.value, value])}
            error={errorOf(name)}
            flex={1}
          />
          <PairValue
            isSecret={isSecret}
            isStored={isStored(name)}
            value={value}
            onChange={(wanted) => replace(index, [name, wanted])}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t.policy.removePair(name)}
            onClick={() => put(rows.filter((_, at) => at !== index))}
          >
            <X size={16} />
          </ActionIcon>
        </Group>
      ))}
      <AddPair onAdd={() => put([...rows, ['', '']])}>{t.policy.addPair}</AddPair>
    </>
  )
}

function rowsOf(pairs: Pairs): readonly Row[] {
  return Object.entries(pairs)
}

function areSame(one: Pairs, other: Pairs): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

function AddPair({ onAdd, children }: { readonly onAdd: () => void; readonly children: ReactNode }) {
  return (
    <div>
      <Button variant="subtle" size="compact-sm" leftSection={<Plus size={14} />} onClick={onAdd}>
        {children}
      </Button>
    </div>
  )
}

interface PairValueProps {
  readonly isSecret: boolean
  readonly isStored: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

function PairValue({ isSecret, isStored, value, onChange }: PairValueProps) {
  const t = useText()
  const field = {
    'aria-label': t.policy.pairValue,
    placeholder: t.policy.pairValue,
    value,
    onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
    flex: 2,
  }
  if (!isSecret) return <TextInput {...field} autoComplete="off" />
  // Browsers offer to fill in a stored password unless the field says that it takes a new one.
  return <SecretInput {...field} isStored={isStored} autoComplete="new-password" />
}
