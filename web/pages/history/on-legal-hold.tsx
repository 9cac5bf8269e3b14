import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { EventResponse } from '../../../src/contract/history/history.ts'
import { type LegalHold, useLegalHolds } from '../../api/legal-holds.ts'
import { useMay } from '../../api/session.ts'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

/** The legal holds that keep an event from removal, for those who may lift them. */
export function OnLegalHold({ event }: { readonly event: EventResponse }) {
  const { legalHolds: words } = useText()
  const { data = [] } = useLegalHolds(useMay(null)('configuration:read'))
  return data
    .filter((hold) => covers(hold, event))
    .map(({ id, reason, placed_by, placed_at }) => (
      <Text key={id} size="sm" mt="sm">
        <Anchor component={Link} href="/configuration" inherit>
          {words.isKept}
        </Anchor>
        {' · '}
        {reason} · {placed_by} · <Time at={placed_at} />
      </Text>
    ))
}

function covers({ project, event_id, since, until }: LegalHold, event: EventResponse): boolean {
  const acceptedAt = Date.parse(event.accepted_at)
  return (
    (project === undefined || project === event.project_name) &&
    (event_id === undefined || event_id === event.id) &&
    (since === undefined || acceptedAt >= Date.parse(since)) &&
    (until === undefined || acceptedAt < Date.parse(until))
  )
}
