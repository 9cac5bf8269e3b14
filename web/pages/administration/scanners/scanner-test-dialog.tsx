import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useScannerMetadata } from '../../../api/scanners.ts'
import { Dialog } from '../../../parts/dialogs/dialog.tsx'
import { Facts } from '../../../parts/facts.tsx'
import { FailureNote } from '../../../parts/failure-note.tsx'
import { useText } from '../../../text/text-provider.tsx'

interface ScannerTestDialogProps {
  readonly scanner: { readonly uuid: string; readonly name: string }
  readonly onClose: () => void
}

/** Tests the connection to a scanner: shows its metadata, or why it has none. */
export function ScannerTestDialog({ scanner: { uuid, name }, onClose }: ScannerTestDialogProps) {
  const t = useText()
  const metadata = useScannerMetadata(uuid)
  return (
    <Dialog opened onClose={onClose} title={t.scanners.testOf(name)}>
      <Stack>
        <div aria-live="polite">
          {metadata.isFetching ? (
            <Group gap="sm">
              <Loader size="sm" type="dots" aria-hidden />
              <Text>{t.scanners.asking}</Text>
            </Group>
          ) : metadata.error ? (
            <Stack gap="sm">
              <FailureNote error={metadata.error} />
              <Text c="dimmed">{t.scanners.failedHint}</Text>
            </Stack>
          ) : (
            metadata.data && (
              <Stack>
                <Alert color="teal" icon={<CircleCheck size={18} />} title={t.scanners.serves} />
                <Facts
                  facts={[
                    [t.scanners.scanner, metadata.data.scanner.name],
                    [t.scanners.vendor, metadata.data.scanner.vendor],
                    [t.scanners.version, metadata.data.scanner.version],
                    [t.scanners.report, <code key="report">{metadata.data.report_type}</code>],
                  ]}
                />
              </Stack>
            )
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void metadata.refetch()} loading={metadata.isFetching}>
            {t.scanners.testAgain}
          </Button>
          <Button onClick={onClose} data-autofocus>
            {t.close}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
