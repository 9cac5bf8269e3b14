import type { Generated } from 'kysely'

export interface ProjectTables {
  project: ProjectTable
  /** `sequence` is the number of its last event. */
  repository: { path: string; project_id: number; created_at: number; sequence: Generated<number> }
  quota: QuotaTable
  /** The blobs that the manifests of a project with a quota refer to, each once, and how many manifests do. */
  blob: { project_id: number; digest: string; size: number; uses: number }
}

/** Projects that are gone stay as rows, for the events that name them. */
export interface ProjectTable {
  id: Generated<number>
  name: string
  is_public: number
  /** 0 when an event made it. */
  owner_id: Generated<number>
  metadata_json: Generated<string>
  created_at: number
  updated_at: number
  deleted_at: number | null
}

export interface QuotaTable {
  project_id: number
  limit_bytes: number
  used_bytes: number
  /** 0: nothing since usage was last below the threshold; 1: that it was crossed; 2: that the limit was. */
  told: number
  created_at: number
  updated_at: number
}
