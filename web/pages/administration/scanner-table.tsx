import { Badge, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { CircleCheck, CirclePause, Pencil, Play, Plug, Trash2 } from 'lucide-react'
import type { ScannerResponse } from '../../../src/contract/scanning/scanner.ts'
import { useMakeDefaultScanner, useSaveScanner } from '../../api/scanners.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { type RowAction, RowActions } from '../../parts/lists/row-actions.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { scannerFormOf, scannerRequestOf } from './scanner-form.ts'

/** What a dialog is needed for. */
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
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.name}</Table.Th>
          <Table.Th>{t.scanners.url}</Table.Th>
          <Table.Th>{t.scanners.pullsFrom}</Table.Th>
          <Table.Th>{t.policy.authentication}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{t.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {scanners.map((scanner) => (
          <ScannerRow key={scanner.uuid} scanner={scanner} onDo={onDo} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface ScannerRowProps {
  readonly scanner: ScannerResponse
  readonly onDo: ScannerTableProps['onDo']
}

function ScannerRow({ scanner, onDo }: ScannerRowProps) {
  const t = useText()
  const actions = useScannerActions(scanner, onDo)
  return (
    <Table.Tr>
      <Table.Td data-label={t.name}>
        <div>
          <Group gap={6}>
            <Text fw={600} inherit className="path">
              {scanner.name}
            </Text>
            {scanner.is_default && <Badge color="teal">{t.scanners.default}</Badge>}
            {scanner.disabled && <Badge color="yellow">{t.policy.off}</Badge>}
          </Group>
          {scanner.description !== '' && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {scanner.description}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label={t.scanners.url}>
        <Breakable text={scanner.url} />
      </Table.Td>
      <Table.Td data-label={t.scanners.pullsFrom}>
        {scanner.registry_url === '' ? (
          <Text c="dimmed" inherit>
            {t.scanners.itsOwn}
          </Text>
        ) : (
          <Breakable text={scanner.registry_url} />
        )}
      </Table.Td>
      <Table.Td data-label={t.policy.authentication}>{t.scanners.auths[scanner.auth]}</Table.Td>
      <Table.Td ta="right">
        <RowActions of={scanner.name} actions={actions} />
      </Table.Td>
    </Table.Tr>
  )
}

function useScannerActions(scanner: ScannerResponse, onDo: ScannerTableProps['onDo']): readonly RowAction[] {
  const t = useText()
  const notice = useNotice()
  const save = useSaveScanner()
  const makeDefault = useMakeDefaultScanner()
  const { uuid, disabled } = scanner
  const told = { onSuccess: () => notice.done(t.saved), onError: notice.failed }
  const toggle = (): void => {
    const request = scannerRequestOf({ ...scannerFormOf(scanner), disabled: !disabled })
    save.mutate({ uuid, scanner: request }, told)
  }
  return [
    { label: t.scanners.test, Icon: Plug, run: () => onDo({ what: 'test', scanner }) },
    { label: t.editAction, Icon: Pencil, run: () => onDo({ what: 'edit', scanner }) },
    ...(scanner.is_default
      ? []
      : [{ label: t.scanners.makeDefault, Icon: CircleCheck, run: () => makeDefault.mutate(uuid, told) }]),
    {
      label: disabled ? t.robots.enable : t.robots.disable,
      Icon: disabled ? Play : CirclePause,
      run: toggle,
    },
    { label: t.deleteAction, Icon: Trash2, isDangerous: true, run: () => onDo({ what: 'delete', scanner }) },
  ]
}
