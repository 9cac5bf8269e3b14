import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../../../sqlite/statement.ts'

/** The numbers of the instances of registries. */
export interface Instances {
  /** The number of an instance, which gets one if need be; null when the source names none. */
  readonly idOf: (name: string | null) => number | null
  /** The same for a comparison: an instance that has none gets one that nothing has. */
  readonly knownIdOf: (name: string | null) => number | null
}

/** Numbers that were read in a commit are kept until the next one begins. */
export function prepareInstances(database: DatabaseSync): Instances & { readonly begin: () => void } {
  const select = statement(database, 'select id from instance where name = :name')
  const insert = statement(database, 'insert into instance (name) values (:name) returning id')
  const ids = new Map<string, number>()
  const read = (name: string): number | undefined => {
    const id = ids.get(name) ?? select.get({ name })?.['id']
    return id === undefined ? undefined : Number(id)
  }
  return {
    idOf(name) {
      if (name === null) return null
      const id = read(name) ?? Number(insert.get({ name })?.['id'])
      ids.set(name, id)
      return id
    },
    knownIdOf: (name) => (name === null ? null : (read(name) ?? -1)),
    begin: () => ids.clear(),
  }
}
