import { Anchor, Text as Words } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useMay } from '../../../api/session.ts'
import type { Text } from '../../../text/english.ts'
import { useText } from '../../../text/text-provider.tsx'
import { SendMissedDialog } from '../send-missed-dialog.tsx'
import type { LastEvent } from './last-event.ts'

interface NextStepProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly row: LastEvent
}

/** What makes a no a yes: a change of the filter, or, where the event would pass now, to send it; of a failure, its delivery. */
export function NextStep({ scope, policy, row }: NextStepProps) {
  const { event, outcome } = row
  const t = useText()
  const { steps, passesNow } = t.webhooks.last_events
  const [isSending, setSending] = useState(false)
  const step = useStepOf(scope, policy)(row)
  if (step === null) return null
  if (step === 'open' && 'deliveryId' in outcome)
    return (
      <Anchor component={Link} href={`${scope.page}/deliveries/${outcome.deliveryId}`} size="sm">
        {steps.open}
      </Anchor>
    )
  if (step === 'send')
    return (
      <>
        <Words span size="sm" c="dimmed">
          {passesNow}{' '}
        </Words>
        <Anchor component="button" type="button" size="sm" ta="start" onClick={() => setSending(true)}>
          {steps.send}
        </Anchor>
        {isSending && (
          <SendMissedDialog
            scope={scope}
            policy={policy}
            range={{ since: event.accepted_at }}
            onClose={() => setSending(false)}
          />
        )}
      </>
    )
  return (
    <Anchor component={Link} href={`${scope.page}/webhooks/${policy.id}/edit`} size="sm">
      {steps[step]}
    </Anchor>
  )
}

/** Says which step an event has for the caller; null: none. */
export function useStepOf(scope: Scope, policy: PolicyResponse) {
  const may = useMay(scope.project?.id ?? null)
  return ({ outcome, now }: LastEvent): keyof Text['webhooks']['last_events']['steps'] | null => {
    if ('deliveryId' in outcome) return 'open'
    if (!may('notification-policy:update')) return null
    const wantsIt = outcome.kind === 'unsent' || outcome.kind === 'tooEarly'
    if (wantsIt && policy.enabled && now?.verdict === 'deliver') return 'send'
    if (outcome.kind !== 'unsent' || !isOfTheFilter(outcome.verdict)) return null
    return outcome.verdict === 'event type not subscribed' ? 'addType' : 'edit'
  }
}

/** Whether the webhook's own settings said no. */
function isOfTheFilter(verdict: string): boolean {
  return !['switched off', 'policy disabled', 'about its own target'].includes(verdict)
}
