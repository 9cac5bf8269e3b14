import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { DialogFoot } from './dialog-foot.tsx'
import { FailureNote } from '../failure-note.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  readonly isOpen: boolean
  readonly title: string
  /** What will happen, in numbers where there are any. */
  readonly children: ReactNode
  readonly submit: string
  readonly isBusy: boolean
  readonly isDisabled?: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  isOpen,
  title,
  children,
  submit,
  isBusy,
  isDisabled,
  error,
  ...on
}: ConfirmDialogProps) {
  return (
    <Dialog opened={isOpen} onClose={on.onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          on.onConfirm()
        }}
      >
        <Stack>
          <div>{children}</div>
          {error !== null && error !== undefined && <FailureNote error={error} />}
          <DialogFoot
            submit={submit}
            isBusy={isBusy}
            isDisabled={isDisabled}
            color="red"
            onCancel={on.onClose}
          />
        </Stack>
      </form>
    </Dialog>
  )
}
