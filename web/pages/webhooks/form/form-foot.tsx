import { Button, Group, Text, UnstyledButton } from '@mantine/core'
import { CircleX } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import type { FieldErrors } from '../../../parts/fields/field-errors.tsx'
import { goToFirstWrong, wrongFieldNames } from '../../../parts/fields/wrong-fields.ts'
import { SaveNote } from '../../../parts/save-note.tsx'
import type { EditedForm } from '../../../parts/use-edited-form.ts'
import { useText } from '../../../text/text-provider.tsx'
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx'

interface FormFootProps {
  readonly submit: string
  readonly edited: Omit<EditedForm<object>, 'setForm'>
  readonly save: { readonly error: unknown; readonly isPending: boolean; readonly reset: () => void }
  readonly errors: FieldErrors
  readonly form: RefObject<HTMLFormElement | null>
  readonly onDiscard: () => void
}

/** The foot of the form, which stays in sight: what is wrong, that nothing typed is lost, and the buttons. */
export function FormFoot({ submit, edited, save, errors, form, onDiscard }: FormFootProps) {
  const t = useText()
  const [asks, setAsks] = useState(false)
  const isWrong = Object.keys(errors).length > 0
  return (
    <div className="form-foot surface">
      {!(isWrong && save.error !== null && Object.keys(edited.errors).length > 0) && (
        <SaveNote save={save} edited={edited} mb="sm" />
      )}
      <Group justify="space-between" gap="sm">
        <div aria-live="polite">
          {isWrong ? (
            <WrongFields errors={errors} form={form} />
          ) : (
            edited.isDirty && (
              <Text size="sm" c="dimmed">
                {t.policyForm.kept}
              </Text>
            )
          )}
        </div>
        <Group gap="sm" className="form-foot-buttons">
          <Button variant="subtle" onClick={() => (edited.isDirty ? setAsks(true) : onDiscard())}>
            {edited.isDirty ? t.policyForm.discard : t.cancel}
          </Button>
          <Button type="submit" loading={save.isPending || !edited.isReady}>
            {submit}
          </Button>
        </Group>
      </Group>
      <ConfirmDialog
        isOpen={asks}
        title={t.policyForm.discardTitle}
        submit={t.policyForm.discard}
        isBusy={false}
        error={null}
        onConfirm={onDiscard}
        onClose={() => setAsks(false)}
      >
        {t.policyForm.discardSays}
      </ConfirmDialog>
    </div>
  )
}

/** Names the fields with errors, and leads to the first. */
function WrongFields({ errors, form }: Pick<FormFootProps, 'errors' | 'form'>) {
  const t = useText()
  const [names, setNames] = useState<readonly string[]>([])
  // The names are in the page, once it shows the errors.
  useEffect(() => {
    const drawn = requestAnimationFrame(() =>
      setNames(form.current === null ? [] : wrongFieldNames(form.current)),
    )
    return () => cancelAnimationFrame(drawn)
  }, [errors, form])
  return (
    <UnstyledButton
      type="button"
      c="var(--mantine-color-error)"
      fz="sm"
      fw={600}
      className="with-mark"
      onClick={() => goToFirstWrong(form.current)}
    >
      <CircleX size={16} aria-hidden />
      <span>{t.policyForm.fix(names)}</span>
    </UnstyledButton>
  )
}
