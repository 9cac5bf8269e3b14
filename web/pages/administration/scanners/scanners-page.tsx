import { Alert, Button, Stack } from '@mantine/core'
import { Plus, ScanSearch, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ScannerResponse } from '../../../../src/contract/scanning/scanner.ts'
import { useDeleteScanner, useScanners } from '../../../api/scanners.ts'
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx'
import { ListCard, onePage } from '../../../parts/lists/list-card.tsx'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { PageHead } from '../../../parts/page-head.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { ScannerDialog } from './scanner-dialog.tsx'
import { type ScannerDoing, ScannerTable } from './scanner-table.tsx'
import { ScannerTestDialog } from './scanner-test-dialog.tsx'

type Doing =
  | ScannerDoing
  | { readonly what: 'add' }
  | { readonly what: 'test'; readonly scanner: { readonly uuid: string; readonly name: string } }

/** The scanner adapters, and which of them scans. */
export function ScannersPage() {
  const t = useText()
  const scanners = useScanners()
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = (): void => setDoing(null)
  const add = (
    <Button leftSection={<Plus size={16} />} onClick={() => setDoing({ what: 'add' })}>
      {t.scanners.add}
    </Button>
  )
  return (
    <>
      <PageHead title={t.places.scanners} says={t.scanners.says}>
        {scanners.data?.length !== 0 && add}
      </PageHead>
      <Loaded query={scanners}>
        {(all) => (
          <>
            <IdleNote scanners={all} />
            <ListCard
              query={{ data: onePage(all), error: null }}
              empty={{
                Icon: ScanSearch,
                title: t.scanners.none,
                hint: (
                  <Stack align="center">
                    {t.scanners.noneHint}
                    {add}
                  </Stack>
                ),
              }}
            >
              {(rows) => <ScannerTable scanners={rows} onDo={setDoing} />}
            </ListCard>
          </>
        )}
      </Loaded>
      {(doing?.what === 'add' || doing?.what === 'edit') && (
        <ScannerDialog
          scanner={doing.what === 'edit' ? doing.scanner : null}
          onClose={close}
          onSaved={(scanner) => setDoing({ what: 'test', scanner })}
        />
      )}
      {doing?.what === 'test' && <ScannerTestDialog scanner={doing.scanner} onClose={close} />}
      {doing?.what === 'delete' && <DeleteScannerDialog scanner={doing.scanner} onClose={close} />}
    </>
  )
}

/** A warning when there are scanners, but none is active by default. */
function IdleNote({ scanners }: { readonly scanners: readonly ScannerResponse[] }) {
  const t = useText()
  const usual = scanners.find((one) => one.is_default)
  if (scanners.length === 0 || usual?.disabled === false) return null
  return (
    <Alert color="orange" icon={<TriangleAlert size={18} />} mb="md" title={t.scanners.idle}>
      {usual === undefined ? t.scanners.noDefault : t.scanners.defaultDisabled(usual.name)}
    </Alert>
  )
}

interface DeleteScannerDialogProps {
  readonly scanner: ScannerResponse
  readonly onClose: () => void
}

function DeleteScannerDialog({ scanner: { uuid, name, is_default }, onClose }: DeleteScannerDialogProps) {
  const t = useText()
  const remove = useDeleteScanner()
  return (
    <ConfirmDialog
      isOpen
      title={t.scanners.deleteTitle(name)}
      submit={t.deleteAction}
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(uuid, { onSuccess: onClose })}
    >
      {is_default ? t.scanners.deleteDefaultSays : t.scanners.deleteSays}
    </ConfirmDialog>
  )
}
