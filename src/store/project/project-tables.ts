import type { Generated } from 'kysely'

export interface ProjectTables {
  project: ProjectTable
  repository: RepositoryTable
  quota: QuotaTable
  /** The blobs that the manifests of a project with a quota refer to, each once, and how many manifests do. */
  blob: { project_id: number; digest: Uint8Array; size: number; uses: number }
}

/** Projects that are gone stay as rows, for the events that name them. */
export interface ProjectTable {
  id: Generated<number>
  name: string
  is_public: number
  /** 0 when an event created it. */
  owner_id: Generated<number>
  metadata_json: Generated<string>
  /** Empty: none. */
  cve_allowlist_json: Generated<string>
  created_at: number
  updated_at: number
  deleted_at: number | null
}

/** A repository keeps its number for good; what is known of its tags and manifests outlasts its project. */
export interface RepositoryTable {
  id: Generated<number>
  path: string
  /** Null once its project is removed: then it counts as one that has never been seen. */
  project_id: number | null
  created_at: number
  /** The number of its last event. */
  sequence: number
}

export interface QuotaTable {
  project_id: number
  limit_bytes: number
  used_bytes: number
  /** The level that was reported since usage was last below the threshold: 0 for none, 1 for the threshold, 2 for the limit. */
  told: number
  created_at: number
  updated_at: number
}
