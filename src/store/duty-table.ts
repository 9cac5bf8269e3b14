/** Work that one process at a time does; see `Duties`. */
export interface DutyTable {
  readonly name: string
  readonly owner: string
  readonly until: number
}

export interface DutyTables {
  duty: DutyTable
}
