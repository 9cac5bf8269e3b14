import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useSystemInfo } from '../../api/session.ts'
import { useSourceKinds, useSources } from '../../api/sources.ts'
import { CopyBlock } from '../../parts/copy-block.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { useText } from '../../text/text-provider.tsx'
import { RegistryHostNote } from './registry-host-note.tsx'

/** A source whose token is still known. */
export interface Connection {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly token: string
}

interface ConnectionDialogProps {
  readonly connection: Connection
  readonly onClose: () => void
}

/** The configuration to paste into the other system, and whether its first event has come. */
export function ConnectionDialog({ connection, onClose }: ConnectionDialogProps) {
  const t = useText()
  const info = useSystemInfo()
  const kinds = useSourceKinds()
  const sources = useSources()
  const url = `${info.data?.external_url ?? location.origin}/service/notifications/${connection.name}`
  const setup = kinds.data?.find(({ kind }) => kind === connection.kind)?.setup ?? ''
  const filledIn = setup.replaceAll('TOKEN', connection.token).replaceAll('URL', url)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t.sources.paste(connection.name)}
      size="xl"
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <Stack>
        <Text>{t.sources.pasteSays}</Text>
        <CopyBlock label={t.sources.paste(connection.name)} content={filledIn} />
        <Text size="sm" c="dimmed">
          {t.sources.reach(url)}
        </Text>
        <RegistryHostNote host={sources.data?.find(({ id }) => id === connection.id)?.registry_host} />
        <FirstEvent sourceId={connection.id} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.secret.kept}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

/** Waits for the first event since the dialog was opened. */
function FirstEvent({ sourceId }: { readonly sourceId: number }) {
  const t = useText()
  const [openedAt] = useState(() => new Date().toISOString())
  const sources = useSources(true)
  const last = sources.data?.find(({ id }) => id === sourceId)?.last_event_at
  const hasSpoken = last !== undefined && last >= openedAt
  return (
    <div role="status">
      {hasSpoken ? (
        <Alert color="teal" icon={<CircleCheck size={18} />} title={t.sources.received}>
          {t.sources.receivedSays}
        </Alert>
      ) : (
        <Group gap="sm">
          <Loader size="sm" type="dots" aria-hidden />
          <Text>{t.sources.waiting}</Text>
        </Group>
      )}
    </div>
  )
}
