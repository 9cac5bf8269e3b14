import type { Route } from '../../route.ts'
import { type MemberParts, memberRoutes } from './members.ts'
import { oneProjectRoutes } from './one-project.ts'
import { type ProjectSummaryParts, projectSummaryRoutes } from './project-summary.ts'
import { type ProjectsParts, projectsRoutes } from './projects.ts'
import { type QuotaParts, quotaRoutes } from './quotas.ts'

export type ProjectParts = ProjectsParts & ProjectSummaryParts & MemberParts & QuotaParts

/** Projects with their members and their storage. */
export function projectRoutes(parts: ProjectParts): readonly Route[] {
  return [
    projectsRoutes(parts),
    oneProjectRoutes(parts),
    projectSummaryRoutes(parts),
    memberRoutes(parts),
    quotaRoutes(parts),
  ].flat()
}
