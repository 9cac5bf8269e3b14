import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'
import { DialogForm } from './dialog-form.tsx'

interface ConfirmDialogProps {
  readonly isOpen: boolean
  readonly title: string
  /** The consequences, with numbers where there are any. */
  readonly children: ReactNode
  readonly submit: string
  readonly isBusy: boolean
  readonly isDisabled?: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks for confirmation before an action that cannot be undone. */
export function ConfirmDialog({ isOpen, title, children, onConfirm, onClose, ...form }: ConfirmDialogProps) {
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title}>
      <DialogForm {...form} color="red" onSubmit={onConfirm} onCancel={onClose}>
        <div>{children}</div>
      </DialogForm>
    </Dialog>
  )
}
