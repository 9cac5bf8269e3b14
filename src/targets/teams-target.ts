import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import type { HttpSenderParts } from './http/http-sender.ts'

/** The webhooks of Microsoft Teams' Workflows: four messages a second, and 202 for each that was accepted. */
export function createTeamsTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'teams',
      name: 'Teams',
      ownFormat: 'Teams',
      rateLimit: { perSecond: 4, burst: 4 },
      // Connectors, the predecessors of Workflows, report a failure in the body of a 200.
      faultOf: ({ body }) => (/HTTP error \d{3}/.test(body) ? body : null),
    },
    parts,
  )
}
