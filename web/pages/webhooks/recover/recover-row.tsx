import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './recover-panel.module.css'

/** Something that can be sent again: its number in words, and its button. */
export function RecoverRow({
  children,
  button,
}: {
  readonly children: ReactNode
  readonly button: ReactNode
}) {
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div className={`path ${classes['says'] ?? ''}`}>{children}</div>
      {button}
    </Group>
  )
}
