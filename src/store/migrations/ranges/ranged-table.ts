/** A table of PostgreSQL whose rows lie in ranges of the ids that one of its columns holds. */
export interface RangedTable {
  readonly name: 'payload' | 'attempt'
  /** The column with the id. */
  readonly column: string
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] }
  /** The table that gives out the ids. */
  readonly idsOf: 'payload' | 'delivery'
}

const PAYLOAD: RangedTable = {
  name: 'payload',
  column: 'id',
  primaryKey: { name: 'payload_pkey', columns: ['id'] },
  idsOf: 'payload',
}

const ATTEMPT: RangedTable = {
  name: 'attempt',
  column: 'delivery_id',
  primaryKey: { name: 'attempt_key', columns: ['delivery_id', 'number'] },
  idsOf: 'delivery',
}

export const RANGED_TABLES: readonly RangedTable[] = [PAYLOAD, ATTEMPT]

/** Takes rows that no range has room for. */
export function restOf({ name }: RangedTable): string {
  return `${name}_rest`
}
