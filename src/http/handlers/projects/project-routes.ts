import type { Route } from '../../route.ts'
import { type MemberParts, memberRoutes } from './members.ts'
import { oneProjectRoutes } from './one-project.ts'
import { type ProjectMetadatasParts, projectMetadatasRoutes } from './project-metadatas.ts'
import { type ProjectSummaryParts, projectSummaryRoutes } from './project-summary.ts'
import { type ProjectsParts, projectsRoutes } from './projects.ts'
import { type QuotaParts, quotaRoutes } from './quotas.ts'
import { type SearchParts, searchRoutes } from './search.ts'

export type ProjectParts = ProjectsParts &
  ProjectMetadatasParts &
  ProjectSummaryParts &
  MemberParts &
  QuotaParts &
  SearchParts

/** Projects with their members and their storage. */
export function projectRoutes(parts: ProjectParts): readonly Route[] {
  return [
    projectsRoutes(parts),
    oneProjectRoutes(parts),
    projectMetadatasRoutes(parts),
    projectSummaryRoutes(parts),
    memberRoutes(parts),
    quotaRoutes(parts),
    searchRoutes(parts),
  ].flat()
}
