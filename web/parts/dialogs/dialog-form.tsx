import { type MantineColor, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { FailureNote } from '../failure-note.tsx'
import { type FieldErrors, FieldErrorsOf } from '../fields/field-errors.tsx'
import { type FaultsOfFields, fieldFaults } from '../fields/field-faults.ts'
import { goToFirstWrong } from '../fields/wrong-fields.ts'
import { DialogFoot } from './dialog-foot.tsx'
import { useReportUnsaved } from './unsaved.ts'

interface DialogFormProps {
  /** The fields. */
  readonly children: ReactNode
  readonly submit: string
  readonly color?: MantineColor
  readonly isBusy: boolean
  readonly isDisabled?: boolean | undefined
  /** Whether something would be lost; without it, whether something was typed. */
  readonly isDirty?: boolean
  /** How the server speaks of the fields, whose faults are shown at them. */
  readonly faults?: FaultsOfFields
  /** Why the server refused the form; null or undefined while it has not. */
  readonly error?: unknown
  /** What there is to say about the form instead of `error`. */
  readonly note?: ReactNode
  readonly onSubmit: () => void
  readonly onCancel: () => void
}

const NO_FAULTS: FaultsOfFields = []

/**
 * The form of a dialog: its fields, the server's refusal, and the buttons to cancel and submit. A fault of a field is shown at
 * the field, which gets the focus; others stand above the buttons.
 */
export function DialogForm(props: DialogFormProps) {
  const { children, error, note, onSubmit, isDirty, faults: known = NO_FAULTS, ...foot } = props
  const form = useRef<HTMLFormElement>(null)
  const [isTouched, setTouched] = useState(false)
  const faults = useFaults(error, known, form)
  useReportUnsaved(isDirty ?? isTouched)
  const touch = (): void => setTouched(true)
  return (
    <form
      ref={form}
      onInput={touch}
      onChange={touch}
      onSubmit={(event) => {
        event.preventDefault()
        // A dialog may stand in the form of a page.
        event.stopPropagation()
        onSubmit()
      }}
    >
      <Stack>
        <FieldErrorsOf errors={faults.errors}>{children}</FieldErrorsOf>
        {faults.rest !== null && note === undefined && <FailureNote error={faults.rest} />}
        {Object.keys(faults.errors).length === 0 && note}
        <DialogFoot {...foot} />
      </Stack>
    </form>
  )
}

/** The faults of fields, until the next try; and the error if it is about none of them. */
function useFaults(
  error: unknown,
  known: FaultsOfFields,
  form: { readonly current: HTMLFormElement | null },
): { readonly errors: FieldErrors; readonly rest: unknown } {
  const t = useText()
  const errors = fieldFaults(error, known, t.server)
  const isAtField = Object.keys(errors).length > 0
  useEffect(() => {
    if (isAtField) goToFirstWrong(form.current)
  }, [error, isAtField, form])
  return { errors, rest: isAtField ? null : (error ?? null) }
}
