import { Anchor, Badge, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { ScrollText } from 'lucide-react'
import { Link } from 'wouter'
import type { AuditLogResponse } from '../../../src/contract/people/audit.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useAuditLog } from '../../api/system.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { type Column, RowTable } from '../../parts/lists/row-table.tsx'
import { Time } from '../../parts/time/time.tsx'
import { PAGE_SIZE, pageNumber } from '../../parts/lists/use-list-position.ts'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import type { Text as Words } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { FilterBar } from '../history/filter/filter-bar.tsx'
import { PROJECT_KIND } from '../history/filter/project-filter.tsx'
import { ChangeList } from './change-list.tsx'
import { auditedThing } from './audited-thing.ts'

const FILTER_NAMES = ['project', 'username', 'operation', 'name', 'page'] as const
type Filter = Partial<Record<(typeof FILTER_NAMES)[number], string>>

/** Changes and log-ins, newest first. */
export function LogList({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [filter, patch] = useUrlFilter(FILTER_NAMES)
  const { username = '', name = '', operation, page: written = '1' } = filter
  const [typed] = useDebouncedValue({ username, name }, 300)
  const operations = operation === undefined ? [] : sameWords(operation, t)
  const page = pageNumber(written)
  const search = { ...typed, operations, page, size: PAGE_SIZE }
  const log = useAuditLog(scope.project?.name ?? filter.project ?? null, search)
  const isFiltered = filter.project !== undefined || username !== '' || name !== '' || operation !== undefined
  return (
    <ListCard
      query={log}
      position={{ page, toPage: (next) => patch({ page: next === 1 ? '' : String(next) }) }}
      filter={<LogFilter scope={scope} filter={filter} onChange={(part) => patch({ ...part, page: '' })} />}
      empty={
        isFiltered
          ? { Icon: ScrollText, title: t.list.noneFound, hint: t.logs.noMatch }
          : { Icon: ScrollText, title: t.logs.none, hint: t.logs.noneHint }
      }
    >
      {(entries) => <LogTable entries={entries} isOfSystem={scope.project === null} />}
    </ListCard>
  )
}

interface LogFilterProps {
  readonly scope: Scope
  readonly filter: Filter
  readonly onChange: (part: Filter) => void
}

function LogFilter({ scope, filter, onChange }: LogFilterProps) {
  const t = useText()
  const words = Map.groupBy(Object.entries(t.logs.operations), ([, label]) => label)
  const options = [...words].map(([label, [first]]) => ({ label, value: first?.[0] ?? '' }))
  const { project } = filter
  return (
    <div className="filters">
      <Select
        label={t.logs.operation}
        placeholder={t.logs.anyOperation}
        data={options.toSorted((a, b) => a.label.localeCompare(b.label))}
        value={filter.operation ?? null}
        onChange={(operation) => onChange({ operation: operation ?? '' })}
        clearable
        searchable
      />
      <TextInput
        label={t.logs.name}
        value={filter.name ?? ''}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t.logs.who}
        value={filter.username ?? ''}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
      {scope.project === null && (
        <FilterBar
          scope={scope}
          kinds={[PROJECT_KIND]}
          filter={project === undefined ? {} : { project }}
          onChange={(part) => onChange({ project: part.project ?? '' })}
        />
      )}
    </div>
  )
}

/** The operations that a person sees as the same: those of a project and of the whole system have the same words. */
function sameWords(operation: string, t: Words): readonly string[] {
  const all = Object.entries(t.logs.operations)
  const words = wordsFor(t.logs.operations, operation)
  return words === undefined ? [operation] : all.filter(([, other]) => other === words).map(([id]) => id)
}

interface LogTableProps {
  readonly entries: readonly AuditLogResponse[]
  readonly isOfSystem: boolean
}

function LogTable({ entries, isOfSystem }: LogTableProps) {
  const t = useText()
  const project: Column<AuditLogResponse> = {
    label: t.logs.project,
    isPath: true,
    show: ({ project_name: name }) => name ?? '',
  }
  return (
    <RowTable
      rows={entries}
      keyOf={({ id }) => id}
      isDense
      columns={[
        { label: t.history.when, show: ({ op_time }) => <Time at={op_time} /> },
        { label: t.logs.who, isPath: true, show: (entry) => <Actor entry={entry} /> },
        {
          label: t.logs.operation,
          show: (entry) => (
            <>
              <Deed entry={entry} />
              <ChangeList changes={entry.changes ?? []} />
            </>
          ),
        },
        ...(isOfSystem ? [project] : []),
        { label: t.logs.result, show: (entry) => <Result entry={entry} /> },
        { label: t.logs.from, show: ({ client_address }) => client_address },
      ]}
    />
  )
}

interface EntryProps {
  readonly entry: AuditLogResponse
}

function Actor({ entry: { username, access_token: token } }: EntryProps) {
  const t = useText()
  return (
    <>
      <Breakable text={username} />
      {token !== undefined && (
        <Text size="xs" c="dimmed">
          <Breakable text={t.logs.byToken(token)} />
        </Text>
      )}
    </>
  )
}

/** What was done to what: `Change webhook ci`. */
function Deed({ entry }: EntryProps) {
  const t = useText()
  const { name, href } = auditedThing(entry)
  const { operation_id: id, operation_description: described, done } = entry
  const words = wordsFor(t.logs.operations, id)
  if (words === undefined) return <Breakable text={described} />
  return (
    <Text size="sm" title={`${id} ${entry.path}`}>
      {words}{' '}
      {href === null ? (
        <b>
          <Breakable text={name} />
        </b>
      ) : (
        <Anchor component={Link} href={href} fw={600} size="sm">
          <Breakable text={name} />
        </Anchor>
      )}
      {done !== undefined && <> · {t.logs.deliveries(done)}</>}
    </Text>
  )
}

function Result({ entry: { status } }: EntryProps) {
  const t = useText()
  if (status < 400) return <Text size="sm">{t.logs.done}</Text>
  return <Badge color="red">{status < 500 ? t.logs.refused(status) : t.logs.failed(status)}</Badge>
}
