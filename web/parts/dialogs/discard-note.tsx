import { Alert, Button, Group } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { useText } from '../../text/text-provider.tsx'

interface DiscardNoteProps {
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

/** Asks whether what was typed may be lost. The harmless answer has the focus. */
export function DiscardNote({ onKeep, onDiscard }: DiscardNoteProps) {
  const t = useText()
  return (
    <Alert
      role="alert"
      color="yellow"
      icon={<TriangleAlert size={18} />}
      title={t.form.discardTitle}
      mb="md"
      pos="sticky"
      top={0}
      className="over-form"
    >
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" onClick={onKeep} autoFocus>
          {t.form.keepEditing}
        </Button>
        <Button size="compact-sm" variant="default" c="var(--mantine-color-error)" onClick={onDiscard}>
          {t.form.discard}
        </Button>
      </Group>
    </Alert>
  )
}
