import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { AuditReport } from '../../domain/delivery/audit-report.ts'
import { auditAccount } from '../../domain/delivery/audit-account.ts'
import { createAccountReader } from '../account/account-reader.ts'
import type { Schema } from '../schema.ts'
import { copyTable } from './copy-table.ts'
import type { MoveSource, MoveTarget } from './move-end.ts'
import { type MoveProgress, beginProgress, endProgress, readProgress } from './move-progress.ts'
import { type MovedTable, countRows, tablesOf, tablesToCopy } from './moved-tables.ts'

export interface Move {
  readonly source: MoveSource
  readonly target: MoveTarget
  /** Called as rows are copied. */
  readonly report: (step: MoveStep) => void
}

export interface MoveStep {
  readonly table: string
  /** Copied so far. */
  readonly rows: number
  readonly of: number
}

export interface Moved {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
  /** How many texts of a column lost the character NUL, which the target cannot hold. */
  readonly cleaned: MoveProgress['cleaned']
  /** The same for both databases. */
  readonly audit: AuditReport
}

/**
 * Copies everything into an empty database, or goes on with that, and compares both in the end.
 *
 * @throws Error when the target holds something else, when the source has changed since the move began, or when the two differ in
 * the end; then the target stays marked as incomplete, and no server starts on it
 */
export async function moveDatabase({ source, target, report }: Move): Promise<Moved> {
  const tables = await tablesToCopy(
    { db: source.read, tables: await tablesOf(source.read, source.catalog) },
    await tablesOf(target.write, target.catalog),
  )
  const rows: Record<string, number> = {}
  for (const { name } of tables) rows[name] = await countRows(source.read, name)
  let progress = await begin(source, target, tables)
  const givingIds = tables.filter(({ hasIds }) => hasIds)
  for (const { name } of givingIds)
    await target.catalog.makeRoom(target.write, name, await source.catalog.lastId(source.read, name))
  for (const table of tables) {
    const copied = (count: number): void =>
      report({ table: table.name, rows: count, of: rows[table.name] ?? 0 })
    progress = await copyTable({ source, target, table, copied }, progress)
  }
  for (const { name } of givingIds)
    await target.catalog.setLastId(target.write, name, await source.catalog.lastId(source.read, name))
  await target.catalog.analyze(target.write)
  return { rows, cleaned: progress.cleaned, audit: await finish({ source, target }, rows) }
}

async function begin(
  source: MoveSource,
  target: MoveTarget,
  tables: readonly MovedTable[],
): Promise<MoveProgress> {
  const begun: MoveProgress = { source: await stateOf(source, tables), tables: {}, cleaned: {} }
  return target.write.transaction().execute(async (transaction) => {
    await target.lock(transaction, 'migration')
    const progress = await readProgress(transaction)
    if (progress === null) {
      await assertEmpty(transaction)
      for (const { name } of tables) await sql`delete from ${sql.table(name)}`.execute(transaction)
      await beginProgress(transaction, begun)
      return begun
    }
    if (progress.source !== begun.source)
      throw new Error(
        'the database to fill holds part of another one, or the source has changed since: begin anew with an empty one',
      )
    return progress
  })
}

/** A server's first start creates a user and a source. */
async function assertEmpty(db: Kysely<Schema>): Promise<void> {
  for (const table of ['user', 'source', 'project', 'event'])
    if ((await countRows(db, table)) > 0)
      throw new Error('the database to fill is not empty: name one that nothing was stored in')
}

/** Changes whenever a server has run on the database: each keeps its clock among the settings. */
async function stateOf({ read, catalog }: MoveSource, tables: readonly MovedTable[]): Promise<string> {
  const settings = await read.selectFrom('setting').selectAll().orderBy('name').execute()
  const ids: number[] = []
  for (const { name, hasIds } of tables) ids.push(hasIds ? await catalog.lastId(read, name) : 0)
  return createHash('sha256')
    .update(JSON.stringify([settings, ids]))
    .digest('base64url')
}

/** Takes the mark away, all or nothing: only where both databases have the same rows in each table and the same loss account. */
async function finish(
  { source, target }: Pick<Move, 'source' | 'target'>,
  rows: Readonly<Record<string, number>>,
): Promise<AuditReport> {
  const audit = await auditAccount(createAccountReader(source.read))
  await target.write.transaction().execute(async (transaction) => {
    await target.catalog.unhurried(transaction)
    await endProgress(transaction)
    for (const [table, count] of Object.entries(rows)) {
      const copied = await countRows(transaction, table)
      if (copied !== count) throw new Error(`the table ${table} has ${copied} rows instead of ${count}`)
    }
    const copy = await auditAccount(createAccountReader(transaction))
    if (JSON.stringify(copy) !== JSON.stringify(audit))
      throw new Error('the loss account of the copy differs from that of the source')
  })
  return audit
}
