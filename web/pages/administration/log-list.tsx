import { Badge, Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ScrollText } from 'lucide-react'
import type { AuditLogResponse } from '../../../src/contract/people/audit.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useAuditLog } from '../../api/system.ts'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { Time } from '../../parts/time/time.tsx'
import { PAGE_SIZE, pageNumber } from '../../parts/lists/use-list-position.ts'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useText } from '../../text/text-provider.tsx'

const FILTER_NAMES = ['username', 'what', 'page'] as const

/** Every change and log-in, newest first. */
export function LogList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [{ username = '', what = '', page: written = '1' }, patch] = useUrlFilter(FILTER_NAMES)
  const [search] = useDebouncedValue({ username, what }, 300)
  const page = pageNumber(written)
  const log = useAuditLog(scope.project?.name ?? null, { ...search, page, size: PAGE_SIZE })
  return (
    <ListCard
      query={log}
      position={{ page, toPage: (next) => patch({ page: next === 1 ? '' : String(next) }) }}
      filter={
        <Group gap="sm">
          <TextInput
            label={t.logs.who}
            value={username}
            onChange={(event) => patch({ username: event.currentTarget.value, page: '' })}
          />
          <TextInput
            label={t.logs.what}
            value={what}
            onChange={(event) => patch({ what: event.currentTarget.value, page: '' })}
          />
        </Group>
      }
      empty={{ Icon: ScrollText, title: t.logs.none, hint: t.logs.noneHint }}
    >
      {(entries) => <LogTable entries={entries} />}
    </ListCard>
  )
}

function LogTable({ entries }: { readonly entries: readonly AuditLogResponse[] }) {
  const t = useText()
  return (
    <RowTable
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { label: t.history.when, show: ({ op_time }) => <Time at={op_time} /> },
        { label: t.logs.who, isPath: true, show: ({ username }) => username },
        { label: t.logs.what, isPath: true, show: ({ operation_description: what }) => what },
        { label: t.logs.where, isPath: true, show: ({ path }) => path },
        {
          label: t.logs.answer,
          show: ({ status }) => <Badge color={status < 400 ? 'teal' : 'red'}>{status}</Badge>,
        },
        { label: t.logs.from, show: ({ client_address }) => client_address },
      ]}
    />
  )
}
