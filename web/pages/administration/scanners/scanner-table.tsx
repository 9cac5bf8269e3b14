import { Badge, Group, Text } from '@mantine/core'
import { CircleCheck, CirclePause, Play, Plug } from 'lucide-react'
import type { ScannerResponse } from '../../../../src/contract/scanning/scanner.ts'
import { useChangeScanner, useMakeDefaultScanner } from '../../../api/scanners.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { type RowAction, deleteAction, editAction } from '../../../parts/lists/row-actions.tsx'
import { RowTable } from '../../../parts/lists/row-table.tsx'
import { useNotice } from '../../../parts/use-notice.ts'
import { useText } from '../../../text/text-provider.tsx'
import { scannerFormOf, scannerRequestOf } from './scanner-form.ts'

/** An action on a scanner that needs a dialog. */
export interface ScannerDoing {
  readonly what: 'edit' | 'test' | 'delete'
  readonly scanner: ScannerResponse
}

interface ScannerTableProps {
  readonly scanners: readonly ScannerResponse[]
  readonly onDo: (doing: ScannerDoing) => void
}

export function ScannerTable({ scanners, onDo }: ScannerTableProps) {
  const t = useText()
  const actionsFor = useScannerActions(onDo)
  return (
    <RowTable
      rows={scanners}
      keyOf={({ uuid }) => uuid}
      columns={[
        { label: t.name, show: (scanner) => <ScannerName scanner={scanner} /> },
        { label: t.scanners.url, show: ({ url }) => <Breakable text={url} /> },
        { label: t.scanners.pullsFrom, show: ({ registry_url }) => <Registry url={registry_url} /> },
        { label: t.policy.authentication, show: ({ auth }) => t.scanners.auths[auth] },
      ]}
      actions={(scanner) => ({ of: scanner.name, actions: actionsFor(scanner) })}
    />
  )
}

function ScannerName({
  scanner: { name, description, is_default, disabled },
}: {
  readonly scanner: ScannerResponse
}) {
  const t = useText()
  return (
    <div>
      <Group gap={6}>
        <Text fw={600} inherit className="path">
          {name}
        </Text>
        {is_default && <Badge color="teal">{t.scanners.default}</Badge>}
        {disabled && <Badge color="yellow">{t.policy.off}</Badge>}
      </Group>
      {description !== '' && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {description}
        </Text>
      )}
    </div>
  )
}

/** The registry that the scanner pulls from; empty when it is not set. */
function Registry({ url }: { readonly url: string }) {
  const t = useText()
  if (url !== '') return <Breakable text={url} />
  return (
    <Text c="dimmed" inherit>
      {t.scanners.itsOwn}
    </Text>
  )
}

function useScannerActions(onDo: ScannerTableProps['onDo']) {
  const t = useText()
  const notice = useNotice()
  const save = useChangeScanner()
  const makeDefault = useMakeDefaultScanner()
  const toggle = (scanner: ScannerResponse): void => {
    const disabled = !scanner.disabled
    const change = (stored: ScannerResponse) => scannerRequestOf({ ...scannerFormOf(stored), disabled })
    save.mutate({ uuid: scanner.uuid, change }, notice.ofOutcome(t.saved))
  }
  return (scanner: ScannerResponse): readonly (RowAction | false)[] => [
    { label: t.scanners.test, Icon: Plug, run: () => onDo({ what: 'test', scanner }) },
    editAction(t, () => onDo({ what: 'edit', scanner })),
    !scanner.is_default && {
      label: t.scanners.makeDefault,
      Icon: CircleCheck,
      run: () => makeDefault.mutate(scanner.uuid, notice.ofOutcome(t.saved)),
    },
    {
      label: scanner.disabled ? t.robots.enable : t.robots.disable,
      Icon: scanner.disabled ? Play : CirclePause,
      run: () => toggle(scanner),
    },
    deleteAction(t, () => onDo({ what: 'delete', scanner })),
  ]
}
