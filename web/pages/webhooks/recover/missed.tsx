import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { replay } from '../../../api/history.ts'
import { useMay } from '../../../api/session.ts'
import { Time } from '../../../parts/time/time.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { SendMissedDialog } from '../send-missed-dialog.tsx'
import type { MissedTime } from './missed-time.ts'
import { RecoverRow } from './recover-row.tsx'

interface MissedProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly time: MissedTime
}

/** What a webhook missed while it was disabled, counted; nothing where it missed nothing. */
export function Missed({ scope, policy, time }: MissedProps) {
  const t = useText()
  const words = t.webhooks.recover
  const may = useMay(scope.project?.id ?? null)
  const mayUpdate = may('notification-policy:update')
  const [isSending, setSending] = useState(false)
  const count = useQuery({
    queryKey: ['events', scope.key, 'missed', policy.id, policy.update_time, time],
    enabled: mayUpdate,
    queryFn: () => replay(scope, policy.id, { ...time, missed: true, dry_run: true, cursor: undefined }),
  })
  const { matched = 0, more = false } = count.data ?? {}
  if (matched === 0) return null
  return (
    <>
      <RecoverRow
        button={
          policy.enabled && (
            <Button variant="default" onClick={() => setSending(true)}>
              {words.send(matched, more)}
            </Button>
          )
        }
      >
        {words.missed(matched, more)}, {words.missedFrom} <Time at={time.since} />
        {time.until !== undefined && (
          <>
            {' '}
            {words.missedTo} <Time at={time.until} />
          </>
        )}
        .{' '}
        {!policy.enabled && (
          <Text span c="dimmed" inherit>
            {words.enableFirst}
          </Text>
        )}
      </RecoverRow>
      {isSending && (
        <SendMissedDialog scope={scope} policy={policy} range={time} onClose={() => setSending(false)} />
      )}
    </>
  )
}
