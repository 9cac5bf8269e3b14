import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { CopyBlock } from '../copy-block.tsx'
import { Dialog } from './dialog.tsx'

export interface ShownSecret {
  readonly name: string
  readonly secret: string
}

/** Shows a secret for the only time. Only its button closes it. */
export function SecretDialog({
  secret,
  onClose,
  children,
}: {
  readonly secret: ShownSecret | null
  readonly onClose: () => void
  /** Further facts about it. */
  readonly children?: ReactNode
}) {
  const t = useText()
  return (
    <Dialog
      opened={secret !== null}
      onClose={onClose}
      title={t.secret.title(secret?.name ?? '')}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <Stack>
        <Text>{t.secret.once}</Text>
        <CopyBlock label={t.secret.label} content={secret?.secret ?? ''} />
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.secret.kept}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
