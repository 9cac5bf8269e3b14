import type { Route } from '../../route.ts'
import { type ProjectScanningParts, projectScanningRoutes } from './project-scanning.ts'
import { type ScanReportParts, scanReportRoutes } from './scan-reports.ts'
import { type ScannerParts, scannerRoutes } from './scanners.ts'
import { type ScanParts, scanRoutes } from './scans.ts'

export type ScanningParts = ScannerParts & ProjectScanningParts & ScanParts & ScanReportParts

/** Scanners and their scans. */
export function scanningRoutes(parts: ScanningParts): readonly Route[] {
  return [
    scannerRoutes(parts),
    projectScanningRoutes(parts),
    scanRoutes(parts),
    scanReportRoutes(parts),
  ].flat()
}
