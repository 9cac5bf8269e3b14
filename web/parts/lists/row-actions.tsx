import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, type LucideIcon, Pencil, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import type { Text } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'

export interface RowAction {
  readonly label: string
  readonly Icon: LucideIcon
  readonly isDangerous?: boolean
  readonly run: () => void
}

interface RowActionsProps {
  /** The name of the row. */
  readonly of: string
  /** False: not available for this row, or not allowed. */
  readonly actions: readonly (RowAction | false)[]
}

/** The menu of a row in a list. */
export function RowActions({ of, actions }: RowActionsProps) {
  const t = useText()
  const button = useRef<HTMLButtonElement>(null)
  const available = actions.filter((action) => action !== false)
  if (available.length === 0) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon ref={button} variant="subtle" color="gray" aria-label={t.actionsOf(of)}>
          <EllipsisVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {available.map(({ label, Icon, isDangerous, run }) => (
          <Menu.Item
            key={label}
            leftSection={<Icon size={16} aria-hidden />}
            {...(isDangerous && { c: 'var(--mantine-color-error)' })}
            onClick={() => {
              // The item goes with the menu. A dialog that it opens gives the focus back to the button.
              button.current?.focus()
              run()
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function editAction(t: Text, run: () => void): RowAction {
  return { label: t.editAction, Icon: Pencil, run }
}

export function deleteAction(t: Text, run: () => void): RowAction {
  return { label: t.deleteAction, Icon: Trash2, isDangerous: true, run }
}
