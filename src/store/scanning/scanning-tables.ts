import type { Generated } from 'kysely'

export interface ScanningTables {
  scanner: ScannerTable
  scan: ScanTable
  scan_round: ScanRoundTable
}

export interface ScannerTable {
  id: Generated<number>
  uuid: string
  name: string
  description: string
  url: string
  auth: string
  /** Sealed. */
  credential: string | null
  registry_url: string
  /** Sealed. */
  registry_authorization: string | null
  /** Empty when not set. */
  pull_account: string
  pull_user_agent: string
  skip_cert_verify: number
  disabled: number
  is_default: number
  created_at: number
  updated_at: number
}

/** `due_at` is null when there is nothing more to do. */
export interface ScanTable {
  id: Generated<number>
  /** The same cause is the same scan. */
  cause: string
  /** The order. */
  image_json: string
  project: string
  state: string
  progress_json: string
  due_at: number | null
  created_at: number
}

/** How far the last round of scans on a schedule is; the `after_*` columns name the image that was ordered last. */
export interface ScanRoundTable {
  project_id: number
  started_at: number
  after_repository: string | null
  after_digest: string | null
  is_over: number
}
