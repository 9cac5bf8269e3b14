import type { Route } from '../../route.ts'
import { type ApiDocumentParts, apiDocumentRoutes } from './api-document.ts'
import { type ConfigurationParts, configurationRoutes } from './configurations.ts'
import { type HarborClientParts, harborClientRoutes } from './harbor-clients.ts'
import { type MetricsParts, metricsRoutes } from './metrics.ts'
import { type SystemInfoParts, systemInfoRoutes } from './system-info.ts'

export type SystemParts = SystemInfoParts &
  ConfigurationParts &
  MetricsParts &
  HarborClientParts &
  ApiDocumentParts

/** The server itself: its health, its settings, its API. */
export function systemRoutes(parts: SystemParts): readonly Route[] {
  return [
    systemInfoRoutes(parts),
    configurationRoutes(parts),
    metricsRoutes(parts),
    harborClientRoutes(parts),
    apiDocumentRoutes(parts),
  ].flat()
}
