import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useAcknowledge } from '../../api/problems.ts'
import type { Scope } from '../../api/client/scope.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { useText } from '../../text/text-provider.tsx'

interface AcknowledgeDialogProps {
  readonly scope: Scope
  readonly id: number
  readonly onClose: () => void
}

/** Asks for a note to the others. */
export function AcknowledgeDialog({ scope, id, onClose }: AcknowledgeDialogProps) {
  const t = useText()
  const [note, setNote] = useState('')
  const acknowledge = useAcknowledge(scope)
  return (
    <Dialog opened onClose={onClose} title={t.problems.acknowledgeTitle}>
      <DialogForm
        submit={t.problems.acknowledge}
        isBusy={acknowledge.isPending}
        error={acknowledge.error}
        onSubmit={() => acknowledge.mutate({ id, acknowledged: true, note }, { onSuccess: onClose })}
        onCancel={onClose}
      >
        <Text size="sm">{t.problems.acknowledgeSays}</Text>
        <Textarea
          label={t.problems.note}
          value={note}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-autofocus
        />
      </DialogForm>
    </Dialog>
  )
}
