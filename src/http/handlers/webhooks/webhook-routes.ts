import type { Route } from '../../route.ts'
import { type EventCatalogueParts, eventCatalogueRoutes } from './event-catalogue.ts'
import { type FilterDryRunParts, filterDryRunRoutes } from './filter-dry-run.ts'
import { type HoldParts, holdRoutes } from './holds.ts'
import { type LastTriggerParts, lastTriggerRoutes } from './last-triggers.ts'
import { type PayloadCatalogueParts, payloadCatalogueRoutes } from './payload-catalogue.ts'
import { type PayloadPreviewParts, payloadPreviewRoutes } from './payload-preview.ts'
import { type PolicyParts, policyRoutes } from './policies.ts'
import { type PolicyHealthParts, policyHealthRoutes } from './policy-health.ts'
import { type SigningSecretParts, signingSecretRoutes } from './signing-secrets.ts'
import { supportedEventRoutes } from './supported-events.ts'
import { targetKindRoutes } from './target-kinds.ts'
import { type TargetTestParts, targetTestRoutes } from './target-tests.ts'
import { type TargetParts, targetRoutes } from './targets.ts'

export type WebhookParts = EventCatalogueParts &
  FilterDryRunParts &
  HoldParts &
  LastTriggerParts &
  PayloadCatalogueParts &
  PayloadPreviewParts &
  PolicyParts &
  PolicyHealthParts &
  SigningSecretParts &
  TargetTestParts &
  TargetParts

/** Policies and their targets. */
export function webhookRoutes(parts: WebhookParts): readonly Route[] {
  return [
    policyRoutes(parts),
    policyHealthRoutes(parts),
    supportedEventRoutes(parts),
    lastTriggerRoutes(parts),
    filterDryRunRoutes(parts),
    targetTestRoutes(parts),
    payloadPreviewRoutes(parts),
    payloadCatalogueRoutes(parts),
    eventCatalogueRoutes(parts),
    targetKindRoutes(parts),
    targetRoutes(parts),
    holdRoutes(parts),
    signingSecretRoutes(parts),
  ].flat()
}
