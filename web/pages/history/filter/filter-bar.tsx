import { Button, Group, Menu, TextInput } from '@mantine/core'
import { ListFilterPlus, Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Scope } from '../../../api/client/scope.ts'
import { useLanguage, useText } from '../../../text/text-provider.tsx'
import { FilterChip } from './filter-chip.tsx'
import { type FilterKind, chipOf } from './filter-kinds.ts'
import type { WrittenFilter } from './written-filter.ts'

interface FilterBarProps {
  readonly scope: Scope
  readonly kinds: readonly FilterKind[]
  readonly filter: WrittenFilter
  readonly onChange: (part: WrittenFilter) => void
  /** Where words are looked for; left out: they are not. */
  readonly wordsSay?: string
}

/** The filters of a list: a chip for each that is set, a menu with the others, and a field for words. */
export function FilterBar({ scope, kinds, filter, onChange, wordsSay }: FilterBarProps) {
  const t = useText()
  const { language } = useLanguage()
  /** The kind that was just chosen, whose value is still to be given. */
  const [added, setAdded] = useState<string | null>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const isSet = ({ names }: FilterKind): boolean => names.some((name) => filter[name] !== undefined)
  const shown = kinds.filter((kind) => isSet(kind) || kind.id === added)
  const others = kinds.filter((kind) => !shown.includes(kind))
  // A chip that was added opens with its editor, and is gone with it when it got no value.
  const end = (): void => {
    if (added === null) return
    flushSync(() => setAdded(null))
    addButton.current?.focus()
  }
  const clear = (): void => {
    setAdded(null)
    onChange(Object.fromEntries(kinds.flatMap(({ names }) => names.map((name) => [name, '']))))
  }
  return (
    <Group gap={6} role="group" aria-label={t.lists.filters}>
      {shown.map((kind) => (
        <FilterChip
          key={kind.id}
          scope={scope}
          kind={kind}
          filter={filter}
          value={chipOf(kind, filter, t, language)}
          isNew={kind.id === added && !isSet(kind)}
          onChange={onChange}
          onEnd={end}
        />
      ))}
      {others.length > 0 && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button
              ref={addButton}
              variant="default"
              size="xs"
              leftSection={<ListFilterPlus size={14} aria-hidden />}
            >
              {t.lists.addFilter}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(({ id, labelOf }) => (
              <Menu.Item key={id} onClick={() => setAdded(id)}>
                {labelOf(t)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {wordsSay !== undefined && <WordsField label={wordsSay} onSearch={(words) => onChange({ words })} />}
      {shown.length > 0 && (
        <Button variant="subtle" size="xs" onClick={clear}>
          {t.lists.clear}
        </Button>
      )}
    </Group>
  )
}

/** Words are looked for when Enter is pressed; they become a chip. */
function WordsField({
  label,
  onSearch,
}: {
  readonly label: string
  readonly onSearch: (words: string) => void
}) {
  const [typed, setTyped] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() === '') return
        onSearch(typed.trim())
        setTyped('')
      }}
    >
      <TextInput
        size="xs"
        w="16rem"
        maw="100%"
        maxLength={200}
        leftSection={<Search size={14} aria-hidden />}
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        spellCheck={false}
      />
    </form>
  )
}
