import { Button, Text } from '@mantine/core'
import { Cable, CircleX, Filter, KeyRound, Plug } from 'lucide-react'
import { useState } from 'react'
import { DEFAULT_SOURCE, type SourceResponse } from '../../../src/contract/sources/source.ts'
import { useDeleteSource, useNewSourceToken, useSourceKinds, useSources } from '../../api/sources.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { ListCard, onePage } from '../../parts/lists/list-card.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { deleteAction, editAction } from '../../parts/lists/row-actions.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { Time, TimeOr } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import { type Connection, ConnectionDialog } from './connection-dialog.tsx'
import { EditSourceDialog } from './edit-source-dialog.tsx'
import { KeptOutDialog } from './kept-out-dialog.tsx'
import { RegistryHost } from './registry-host-note.tsx'

type Doing = { readonly what: 'edit' | 'kept-out' | 'token' | 'delete'; readonly source: SourceResponse }

/** The systems that report events, each with its last event. */
export function SourcesPage() {
  const t = useText()
  const sources = useSources()
  const [isConnecting, setConnecting] = useState(false)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [connection, setConnection] = useState<Connection | null>(null)
  return (
    <>
      <PageHead title={t.places.sources} says={t.sources.says}>
        <Button leftSection={<Plug size={16} />} onClick={() => setConnecting(true)}>
          {t.sources.connect}
        </Button>
      </PageHead>
      <ListCard
        query={{ ...sources, data: sources.data && onePage(sources.data) }}
        empty={{ Icon: Cable, title: t.sources.none, hint: t.sources.noneHint }}
      >
        {(rows) => <SourceTable sources={rows} onDo={setDoing} />}
      </ListCard>
      {isConnecting && (
        <ConnectDialog
          onClose={() => setConnecting(false)}
          onConnected={(made) => {
            setConnecting(false)
            setConnection(made)
          }}
        />
      )}
      {doing?.what === 'edit' && <EditSourceDialog source={doing.source} onClose={() => setDoing(null)} />}
      {doing?.what === 'kept-out' && <KeptOutDialog source={doing.source} onClose={() => setDoing(null)} />}
      {(doing?.what === 'token' || doing?.what === 'delete') && (
        <SourceConfirm doing={doing} onClose={() => setDoing(null)} onToken={setConnection} />
      )}
      {connection && <ConnectionDialog connection={connection} onClose={() => setConnection(null)} />}
    </>
  )
}

interface SourceTableProps {
  readonly sources: readonly SourceResponse[]
  readonly onDo: (doing: Doing) => void
}

function SourceTable({ sources, onDo }: SourceTableProps) {
  const t = useText()
  const kinds = useSourceKinds()
  // Bellbuoy's own sources have a kind that users cannot choose. They cannot be changed.
  const isOwn = ({ kind }: SourceResponse): boolean => kinds.data?.every((one) => one.kind !== kind) ?? true
  const actionsFor = (source: SourceResponse) => [
    editAction(t, () => onDo({ what: 'edit', source })),
    { label: t.sources.keptOut, Icon: Filter, run: () => onDo({ what: 'kept-out', source }) },
    { label: t.sources.newToken, Icon: KeyRound, run: () => onDo({ what: 'token', source }) },
    source.name !== DEFAULT_SOURCE && deleteAction(t, () => onDo({ what: 'delete', source })),
  ]
  return (
    <RowTable
      rows={sources}
      keyOf={({ id }) => id}
      columns={[
        { label: t.name, isName: true, show: ({ name }) => name },
        {
          label: t.sources.kind,
          show: (source) =>
            kinds.data !== undefined && isOwn(source)
              ? t.sources.own
              : t.server(kinds.data?.find(({ kind }) => kind === source.kind)?.title ?? source.kind),
        },
        { label: t.sources.host, show: (source) => <RegistryHost host={source.registry_host} /> },
        { label: t.created, show: ({ created_at }) => <Time at={created_at} /> },
        {
          label: t.sources.lastEvent,
          show: (source) => <LastEvent of={source} />,
        },
      ]}
      actions={(source) => ({ of: source.name, actions: isOwn(source) ? [] : actionsFor(source) })}
    />
  )
}

function LastEvent({ of: { last_event_at, refused_since } }: { readonly of: SourceResponse }) {
  const t = useText()
  return (
    <>
      <TimeOr at={last_event_at} otherwise={t.sources.silent} />
      {refused_since !== undefined && (
        <Text c="var(--mantine-color-error)" size="sm">
          <CircleX size={13} aria-hidden /> {t.sources.refusedSince} <Time at={refused_since} />
        </Text>
      )}
    </>
  )
}

interface SourceConfirmProps {
  readonly doing: Doing
  readonly onClose: () => void
  readonly onToken: (connection: Connection) => void
}

function SourceConfirm({ doing: { what, source }, onClose, onToken }: SourceConfirmProps) {
  const t = useText()
  const remove = useDeleteSource()
  const renew = useNewSourceToken()
  const isDeletion = what === 'delete'
  const confirm = (): void => {
    if (isDeletion) remove.mutate(source.id, { onSuccess: onClose })
    else
      renew.mutate(source.id, {
        onSuccess: (token) => {
          onClose()
          onToken({ id: source.id, name: source.name, kind: source.kind, token })
        },
      })
  }
  return (
    <ConfirmDialog
      isOpen
      title={isDeletion ? t.sources.deleteTitle(source.name) : t.sources.newToken}
      submit={isDeletion ? t.deleteAction : t.sources.newToken}
      isBusy={remove.isPending || renew.isPending}
      error={remove.error ?? renew.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      {isDeletion ? t.sources.deleteSays : t.sources.newTokenSays}
    </ConfirmDialog>
  )
}
