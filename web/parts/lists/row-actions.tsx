import { ActionIcon, Menu } from '@mantine/core'
import { EllipsisVertical, type LucideIcon } from 'lucide-react'
import { useText } from '../../text/text-provider.tsx'

export interface RowAction {
  readonly label: string
  readonly Icon: LucideIcon
  readonly isDangerous?: boolean
  readonly run: () => void
}

/** What one can do with one row of a list. */
export function RowActions({ of, actions }: { readonly of: string; readonly actions: readonly RowAction[] }) {
  const t = useText()
  if (actions.length === 0) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.actionsOf(of)}>
          <EllipsisVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, Icon, isDangerous, run }) => (
          <Menu.Item
            key={label}
            leftSection={<Icon size={16} aria-hidden />}
            {...(isDangerous && { color: 'red' })}
            onClick={run}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
