import Type, { type Static } from 'typebox'
import { PermissionResponse } from './people/user.ts'
import { ProjectResponse } from './projects/project.ts'

/** The permissions of robots that have an effect; those of the system for system admins only. */
export const PermissionCatalogueResponse = Type.Object({
  project: Type.Array(PermissionResponse),
  system: Type.Optional(Type.Array(PermissionResponse)),
})

/** What only system admins see is 0 for all others, as in Harbor. */
export const StatisticResponse = Type.Object({
  private_project_count: Type.Integer({ description: 'those of the caller; all of them for a system admin' }),
  private_repo_count: Type.Integer(),
  public_project_count: Type.Integer(),
  public_repo_count: Type.Integer(),
  total_project_count: Type.Integer({ description: 'for system admins' }),
  total_repo_count: Type.Integer({ description: 'for system admins' }),
  total_storage_consumption: Type.Integer({ description: 'in bytes, for system admins' }),
})
export type StatisticResponse = Static<typeof StatisticResponse>

/** Bellbuoy counts neither the pulls nor the artifacts of a repository. */
const FoundRepository = Type.Object({
  project_id: Type.Integer(),
  project_name: Type.String(),
  project_public: Type.Optional(Type.Boolean({ description: 'missing: private' })),
  repository_name: Type.String(),
})

export const SearchResponse = Type.Object({
  project: Type.Array(ProjectResponse),
  repository: Type.Array(FoundRepository),
})

export const VolumesResponse = Type.Object({
  storage: Type.Array(
    Type.Object({
      free: Type.Integer({ description: 'in bytes' }),
      total: Type.Integer({ description: 'in bytes' }),
    }),
  ),
})
