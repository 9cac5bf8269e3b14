import type { DatabaseSync } from 'node:sqlite'

/** The revision of the rules: how often projects, policies and settings have changed. */
export function prepareRevision(database: DatabaseSync): () => number {
  const select = database.prepare(`select value from setting where name = 'rules_revision'`)
  return () => Number(select.get()?.['value'])
}
