import type { Store } from '../domain/store.ts'
import type { ChartParts } from './handlers/charts/chart-event.ts'
import { chartRoutes } from './handlers/charts/chart-routes.ts'
import { type HistoryParts, historyRoutes } from './handlers/history/history-routes.ts'
import { type LegacyParts, legacyRoutes } from './handlers/legacy/legacy-routes.ts'
import { type PeopleParts, peopleRoutes } from './handlers/people/people-routes.ts'
import { type ProblemParts, problemRoutes } from './handlers/problems/problem-routes.ts'
import { type ProjectParts, projectRoutes } from './handlers/projects/project-routes.ts'
import { type ScanningParts, scanningRoutes } from './handlers/scanning/scanning-routes.ts'
import { type SourceParts, sourceRoutes } from './handlers/sources/source-routes.ts'
import { type SystemParts, systemRoutes } from './handlers/system/system-routes.ts'
import { type WebhookParts, webhookRoutes } from './handlers/webhooks/webhook-routes.ts'
import type { Route } from './route.ts'

/** Everything that the handlers need; each takes its share of it. */
export type RouteParts = { readonly store: Store } & WebhookParts &
  HistoryParts &
  ProblemParts &
  ProjectParts &
  PeopleParts &
  SourceParts &
  ScanningParts &
  ChartParts &
  LegacyParts &
  SystemParts

/** The route table: the handlers of every call in `contract/calls/`, room by room. */
export function routes(parts: RouteParts): readonly Route[] {
  return [
    webhookRoutes(parts),
    historyRoutes(parts),
    problemRoutes(parts),
    projectRoutes(parts),
    peopleRoutes(parts),
    sourceRoutes(parts),
    scanningRoutes(parts),
    chartRoutes(parts),
    legacyRoutes(parts),
    systemRoutes(parts),
  ].flat()
}
