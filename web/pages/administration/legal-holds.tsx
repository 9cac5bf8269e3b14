import { Anchor, Card, Stack, Text } from '@mantine/core'
import { Archive, ArchiveX } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { type LegalHold, useLegalHolds, useLiftLegalHold } from '../../api/legal-holds.ts'
import { useMay } from '../../api/session.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { EmptyState } from '../../parts/lists/empty-state.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { SectionHead } from '../../parts/section-head.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'

/** The legal holds that last: what each keeps from removal, why, who placed it and when, and the step that lifts it. */
export function LegalHolds() {
  const { legalHolds: words } = useText()
  const holds = useLegalHolds()
  const [lifting, setLifting] = useState<LegalHold | null>(null)
  return (
    <Card component="section" aria-label={words.title}>
      <SectionHead title={words.title} says={words.says} />
      <Loaded query={holds}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState Icon={Archive} title={words.none}>
              {words.noneHint}
            </EmptyState>
          ) : (
            <HoldTable holds={rows} onLift={setLifting} />
          )
        }
      </Loaded>
      {lifting !== null && <LiftDialog hold={lifting} onClose={() => setLifting(null)} />}
    </Card>
  )
}

interface HoldTableProps {
  readonly holds: readonly LegalHold[]
  readonly onLift: (hold: LegalHold) => void
}

function HoldTable({ holds, onLift }: HoldTableProps) {
  const { legalHolds: words } = useText()
  const mayLift = useMay(null)('configuration:update')
  return (
    <RowTable
      rows={holds}
      keyOf={({ id }) => id}
      columns={[
        { label: words.covers, show: (hold) => <Covered hold={hold} /> },
        { label: words.reason, show: ({ reason }) => <Breakable text={reason} /> },
        { label: words.placedBy, show: ({ placed_by }) => <Breakable text={placed_by} /> },
        { label: words.placedAt, show: ({ placed_at }) => <Time at={placed_at} /> },
      ]}
      actions={(hold) => ({
        of: words.liftOf(hold.reason),
        actions: [
          mayLift && { label: words.lift, Icon: ArchiveX, isDangerous: true, run: () => onLift(hold) },
        ],
      })}
    />
  )
}

/** The events that a hold covers: those that fulfil all that it names. */
function Covered({ hold: { project, event_id, since, until } }: { readonly hold: LegalHold }) {
  const { legalHolds: words } = useText()
  return (
    <Stack gap={2}>
      {project === undefined && event_id === undefined && <Text inherit>{words.everything}</Text>}
      {project !== undefined && (
        <Anchor component={Link} href={`/projects/${encodeURIComponent(project)}`}>
          {words.project(project)}
        </Anchor>
      )}
      {event_id !== undefined && (
        <Anchor component={Link} href={`/events/${event_id}`} className="path">
          {words.event} <code>{event_id}</code>
        </Anchor>
      )}
      {since !== undefined && (
        <Text size="sm">
          {words.since} <Time at={since} isLong />
        </Text>
      )}
      {until !== undefined && (
        <Text size="sm">
          {words.until} <Time at={until} isLong />
        </Text>
      )}
    </Stack>
  )
}

interface LiftDialogProps {
  readonly hold: LegalHold
  readonly onClose: () => void
}

/** Asks first: what is removed then does not come back. */
function LiftDialog({ hold, onClose }: LiftDialogProps) {
  const { legalHolds: words } = useText()
  const notice = useNotice()
  const lift = useLiftLegalHold()
  return (
    <ConfirmDialog
      isOpen
      title={words.liftTitle}
      submit={words.lift}
      isBusy={lift.isPending}
      error={lift.error}
      onClose={onClose}
      onConfirm={() =>
        lift.mutate(hold.id, {
          onSuccess: () => {
            onClose()
            notice.done(words.lifted)
          },
        })
      }
    >
      <Stack gap="sm">
        <Covered hold={hold} />
        <Text fs="italic">{hold.reason}</Text>
        <Text>{words.liftSays}</Text>
      </Stack>
    </ConfirmDialog>
  )
}
