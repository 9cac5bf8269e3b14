import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, type LucideIcon, Pencil, Trash2 } from 'lucide-react'
import { type RefObject, useLayoutEffect, useRef } from 'react'
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

const BUTTON = 'row-actions'

/** The menu of a row in a list. */
export function RowActions({ of, actions }: RowActionsProps) {
  const available = actions.filter((action) => action !== false)
  return available.length === 0 ? null : <RowMenu of={of} actions={available} />
}

function RowMenu({ of, actions }: { readonly of: string; readonly actions: readonly RowAction[] }) {
  const t = useText()
  const button = useRef<HTMLButtonElement>(null)
  useFocusOnward(button)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          ref={button}
          className={BUTTON}
          variant="subtle"
          color="gray"
          aria-label={t.actionsOf(of)}
        >
          <EllipsisVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, Icon, isDangerous, run }) => (
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

/** Gives the focus to the next row, else to the one before, else to the page, when a row goes that has it. */
function useFocusOnward(button: RefObject<HTMLButtonElement | null>): void {
  useLayoutEffect(() => {
    const going = button.current
    return () => {
      if (going === null || document.activeElement !== going) return
      const buttons = [...document.querySelectorAll<HTMLElement>(`.${BUTTON}`)]
      const at = buttons.indexOf(going)
      const next = buttons[at + 1] ?? buttons[at - 1] ?? document.querySelector<HTMLElement>('#main')
      next?.focus({ preventScroll: true })
    }
  }, [button])
}

export function editAction(t: Text, run: () => void): RowAction {
  return { label: t.editAction, Icon: Pencil, run }
}

export function deleteAction(t: Text, run: () => void): RowAction {
  return { label: t.deleteAction, Icon: Trash2, isDangerous: true, run }
}
