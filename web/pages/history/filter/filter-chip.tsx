import { Group, Popover, UnstyledButton } from '@mantine/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { Scope } from '../../../api/client/scope.ts'
import { useText } from '../../../text/text-provider.tsx'
import classes from './filter-chip.module.css'
import { FilterEditor } from './filter-editor.tsx'
import type { FilterKind } from './filter-kinds.ts'
import type { WrittenFilter } from './written-filter.ts'

interface FilterChipProps {
  readonly scope: Scope
  readonly kind: FilterKind
  readonly filter: WrittenFilter
  /** In words. */
  readonly value: string
  /** Opens at once: it has no value yet. */
  readonly isNew: boolean
  readonly onChange: (part: WrittenFilter) => void
  /** Nobody edits it any more. */
  readonly onEnd: () => void
}

/** A filter that is set: press it to change it, or its cross to remove it. */
export function FilterChip({ scope, kind, filter, value, isNew, onChange, onEnd }: FilterChipProps) {
  const t = useText()
  const [isOpen, setOpen] = useState(isNew)
  const label = kind.labelOf(t)
  const close = (): void => {
    setOpen(false)
    onEnd()
  }
  const remove = (): void => {
    onChange(Object.fromEntries(kind.names.map((name) => [name, ''])))
    close()
  }
  return (
    <Popover
      opened={isOpen}
      onChange={(opens) => (opens ? setOpen(true) : close())}
      position="bottom-start"
      trapFocus
      returnFocus
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <Group
          gap={0}
          wrap="nowrap"
          className={classes['chip']}
          role="group"
          aria-label={`${label} ${value}`}
        >
          <UnstyledButton
            className={classes['value']}
            onClick={() => setOpen(true)}
            aria-haspopup="dialog"
            aria-expanded={isOpen}
          >
            {label} <b>{value}</b>
          </UnstyledButton>
          <UnstyledButton
            className={classes['remove']}
            onClick={remove}
            aria-label={t.lists.removeFilter(label)}
          >
            <X size={14} aria-hidden />
          </UnstyledButton>
        </Group>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} maw="calc(100vw - 2rem)">
        <FilterEditor scope={scope} kind={kind} filter={filter} onChange={onChange} onEnd={close} />
      </Popover.Dropdown>
    </Popover>
  )
}
