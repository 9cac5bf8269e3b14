import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import { type Refusal, isForGood } from '../http/refusal.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'

/** The webhooks of Microsoft Teams' Workflows: four messages a second, and 202 for each that was accepted. */
export function createTeamsTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'teams',
      name: 'Teams',
      ownFormat: 'Teams',
      rateLimit: { perSecond: 4, burst: 4 },
      refusalIn: connectorRefusal,
    },
    parts,
  )
}

/**
 * The refusal by the status that a connector, the predecessor of a workflow, reports in the body of a 200 when Teams refused the message:
 * `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId …`
 * (learn.microsoft.com, "Create and send messages" with connectors, "Rate limiting for connectors"; msteams-docs #1810).
 */
function connectorRefusal({ status, body }: ReceivedResponse): Refusal | null {
  if (status !== 200) return null
  const [, refusal] = CONNECTOR_REFUSAL.exec(body) ?? []
  return refusal === undefined ? null : { permanent: isForGood(Number(refusal)), retryAfterMs: null }
}

const CONNECTOR_REFUSAL =
  /^\s*(?:Webhook message delivery failed with error: )?Microsoft Teams endpoint returned HTTP error (\d{3})\b/
