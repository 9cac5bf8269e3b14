import { type MantineColor, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { FailureNote } from '../failure-note.tsx'
import { DialogFoot } from './dialog-foot.tsx'

interface DialogFormProps {
  /** The fields. */
  readonly children: ReactNode
  readonly submit: string
  readonly color?: MantineColor
  readonly isBusy: boolean
  readonly isDisabled?: boolean | undefined
  /** Why the server refused the form; null or undefined while it has not. */
  readonly error?: unknown
  /** What there is to say about the form instead of `error`. */
  readonly note?: ReactNode
  readonly onSubmit: () => void
  readonly onCancel: () => void
}

/** The form of a dialog: its fields, the server's refusal, and the buttons to cancel and submit. */
export function DialogForm({ children, error, note, onSubmit, ...foot }: DialogFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Stack>
        {children}
        {error !== null && error !== undefined && <FailureNote error={error} />}
        {note}
        <DialogFoot {...foot} />
      </Stack>
    </form>
  )
}
