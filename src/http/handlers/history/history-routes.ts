import type { Route } from '../../route.ts'
import { bulkActionRoutes } from './bulk-actions.ts'
import { type DeliveryActionParts, deliveryActionRoutes } from './delivery-actions.ts'
import { type ExecutionParts, executionRoutes } from './executions.ts'
import { exportRoutes } from './exports.ts'
import { type RecordParts, recordRoutes } from './record.ts'
import { jobRoutes } from './jobs.ts'
import { type LegalHoldParts, legalHoldRoutes } from './legal-holds.ts'
import { type LiveParts, liveRoutes } from './live.ts'
import { type ReplayRouteParts, replayRoutes } from './replay.ts'
import { type StatisticsParts, statisticsRoutes } from './statistics.ts'

export type HistoryParts = DeliveryActionParts &
  ExecutionParts &
  RecordParts &
  LegalHoldParts &
  LiveParts &
  ReplayRouteParts &
  StatisticsParts

/** Events, deliveries and their attempts: read, stopped, sent once more. */
export function historyRoutes(parts: HistoryParts): readonly Route[] {
  return [
    recordRoutes(parts),
    exportRoutes(parts),
    statisticsRoutes(parts),
    liveRoutes(parts),
    executionRoutes(parts),
    jobRoutes(parts),
    deliveryActionRoutes(parts),
    bulkActionRoutes(parts),
    replayRoutes(parts),
    legalHoldRoutes(parts),
  ].flat()
}
