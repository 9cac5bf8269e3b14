import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../../sqlite/statement.ts'

/** The revision of the rules: how often projects, policies and settings have changed. */
export function prepareRevision(database: DatabaseSync): () => number {
  const select = statement(database, `select value from setting where name = 'rules_revision'`)
  return () => Number(select.get({})?.['value'])
}
