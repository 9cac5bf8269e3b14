import { Button, Text, Textarea } from '@mantine/core'
import { Archive } from 'lucide-react'
import { useState } from 'react'
import { usePlaceLegalHold } from '../../api/legal-holds.ts'
import { useMay } from '../../api/session.ts'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'

/** Places a legal hold on an event, for those who may. */
export function KeepEvent({ id }: { readonly id: string }) {
  const { legalHolds: words } = useText()
  const may = useMay(null)
  const [isAsking, setAsking] = useState(false)
  if (!may('configuration:update')) return null
  return (
    <>
      <Button variant="default" leftSection={<Archive size={16} />} onClick={() => setAsking(true)}>
        {words.place}
      </Button>
      {isAsking && <KeepDialog id={id} onClose={() => setAsking(false)} />}
    </>
  )
}

interface KeepDialogProps {
  readonly id: string
  readonly onClose: () => void
}

function KeepDialog({ id, onClose }: KeepDialogProps) {
  const { legalHolds: words } = useText()
  const notice = useNotice()
  const place = usePlaceLegalHold()
  const [typed, setTyped] = useState('')
  const reason = typed.trim()
  return (
    <Dialog opened onClose={onClose} title={words.placeTitle}>
      <DialogForm
        submit={words.submit}
        isBusy={place.isPending}
        isDisabled={reason === ''}
        error={place.error}
        onSubmit={() =>
          place.mutate(
            { event_id: id, reason },
            {
              onSuccess: () => {
                onClose()
                notice.done(words.placed)
              },
            },
          )
        }
        onCancel={onClose}
      >
        <Text size="sm">{words.placeSays}</Text>
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          value={typed}
          required
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
      </DialogForm>
    </Dialog>
  )
}
