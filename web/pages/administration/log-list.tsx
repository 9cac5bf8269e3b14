import { Badge, Card, Group, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ScrollText } from 'lucide-react'
import type { AuditLogResponse } from '../../../src/contract/audit.ts'
import type { Scope } from '../../api/scope.ts'
import { useAuditLog } from '../../api/system.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Pager } from '../../parts/pager.tsx'
import { Time } from '../../parts/time.tsx'
import { useUrlFilter } from '../../parts/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'

const PAGE_SIZE = 25

/** Every change and log-in, newest first. */
export function LogList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [filter, patch] = useUrlFilter(['username', 'operation', 'page'])
  const { username = '', operation = '', page = '1' } = filter
  const [search] = useDebouncedValue({ username, operation }, 300)
  const log = useAuditLog(scope.project?.name ?? null, { ...search, page: Number(page), size: PAGE_SIZE })
  return (
    <Card>
      <Group gap="sm" mb="md">
        <TextInput
          label={t.logs.who}
          value={username}
          onChange={(event) => patch({ username: event.currentTarget.value, page: '' })}
        />
        <TextInput
          label={t.logs.what}
          value={operation}
          onChange={(event) => patch({ operation: event.currentTarget.value, page: '' })}
        />
      </Group>
      <Loaded query={log}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState Icon={ScrollText} title={t.logs.none}>
              {t.logs.noneHint}
            </EmptyState>
          ) : (
            <>
              <LogTable entries={items} />
              <Pager
                page={Number(page)}
                size={PAGE_SIZE}
                total={total}
                onChange={(next) => patch({ page: String(next) })}
              />
            </>
          )
        }
      </Loaded>
    </Card>
  )
}

function LogTable({ entries }: { readonly entries: readonly AuditLogResponse[] }) {
  const t = useText()
  return (
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.history.when}</Table.Th>
          <Table.Th>{t.logs.who}</Table.Th>
          <Table.Th>{t.logs.what}</Table.Th>
          <Table.Th>{t.logs.where}</Table.Th>
          <Table.Th>{t.logs.answer}</Table.Th>
          <Table.Th>{t.logs.from}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.id}>
            <Table.Td data-label={t.history.when}>
              <Time at={entry.op_time} />
            </Table.Td>
            <Table.Td data-label={t.logs.who} className="path">
              {entry.username}
            </Table.Td>
            <Table.Td data-label={t.logs.what}>{entry.operation}</Table.Td>
            <Table.Td data-label={t.logs.where}>
              <Text size="sm" className="path">
                {entry.resource}
              </Text>
            </Table.Td>
            <Table.Td data-label={t.logs.answer}>
              <Badge color={entry.status < 400 ? 'teal' : 'red'}>{entry.status}</Badge>
            </Table.Td>
            <Table.Td data-label={t.logs.from}>{entry.client_address}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
