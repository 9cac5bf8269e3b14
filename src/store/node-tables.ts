/** A process on the database. One that was not seen for a while is gone. */
export interface NodeTable {
  readonly name: string
  /** The newest step of the tables that its version knows. */
  readonly knows: string
  readonly seen_at: number
}

/** Work that one process at a time does; see `Duties`. */
export interface DutyTable {
  readonly name: string
  readonly owner: string
  readonly until: number
}

export interface NodeTables {
  node: NodeTable
  duty: DutyTable
}
