import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Store } from '../../../domain/store.ts'
import { batchedReads } from '../../batched-reads.ts'
import type { Schema } from '../../schema.ts'

interface Row {
  readonly path: string
  readonly created_at: number
  readonly sequence: number
}

/** Reads when a repository was first seen, and the number of its last event; those that are asked for together in one statement. */
export function repositoryReader(read: Kysely<Schema>): Store['repository'] {
  const statements = new Map<number, CompiledQuery<Row>>()
  const statementFor = (paths: number): CompiledQuery<Row> =>
    statements.getOrInsertComputed(paths, () => {
      const places = sql.join(Array.from({ length: paths }, () => sql`${null}`))
      return sql<Row>`select path, created_at, sequence from repository
        where path in (${places}) and project_id is not null`.compile(read)
    })
  return batchedReads(async (paths: readonly string[]) => {
    const parameters = padded(paths)
    const { rows } = await read.executeQuery<Row>({ ...statementFor(parameters.length), parameters })
    return new Map(
      rows.map(({ path, created_at, sequence }) => [
        path,
        { createdAtMs: created_at, lastSequence: sequence },
      ]),
    )
  })
}

/** As many as a power of two, so that there are few statements; the last one is repeated. */
function padded(paths: readonly string[]): readonly string[] {
  const missing = 2 ** Math.ceil(Math.log2(paths.length)) - paths.length
  return [...paths, ...Array.from({ length: missing }, () => paths.at(-1) ?? '')]
}
