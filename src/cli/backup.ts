import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { databasePlace, readConfig } from '../config.ts'
import { auditAccount } from '../domain/delivery/audit-account.ts'
import type { AuditReport } from '../domain/delivery/audit-report.ts'
import { copyDatabase, removeDatabase, renameDatabase } from '../sqlite/copy-database.ts'
import { OlderDatabaseError } from '../store/migrate.ts'
import { openAccountReader } from '../store/sqlite/open-account-reader.ts'
import { auditText } from './audit-text.ts'
import { endWithFault } from './end-with-fault.ts'
import { progressLines } from './progress-lines.ts'

export interface BackupOptions {
  readonly config?: string
  readonly replace?: boolean
}

const MIB = 1024 ** 2

/**
 * Writes a copy of the database into a file, also beside a running server, and audits it. The file appears under its name once it is whole
 * and on disk. The exit code is 0 when its account balances and 1 when it does not; a fault sets it too.
 */
export async function backup(file: string, { config, replace = false }: BackupOptions): Promise<void> {
  try {
    const place = databasePlace(readConfig(config === undefined ? {} : { file: config }))
    if (place.kind === 'postgres')
      throw new Error('DATABASE_URL names a PostgreSQL database: back it up with pg_dump (docs/backup.md)')
    const [from, to] = [resolve(place.path), resolve(file)]
    if (!existsSync(from)) throw new Error(`there is no database at ${from}`)
    if (existsSync(to) && !replace)
      throw new Error(`${to} already exists: name another file, or add --replace`)
    if (from === to) throw new Error(`${to} is the database itself`)
    const partial = `${to}.partial`
    await copyDatabase({ from, to: partial, report: progressLines('copied') })
    const report = await auditUnlessOlder(partial)
    renameDatabase(partial, to)
    removeDatabase(partial)
    console.log(backupText({ to, database: from, report }))
    if (report?.balanced === false) process.exitCode = 1
  } catch (error) {
    endWithFault('bellbuoy cannot back up', error)
  }
}

/** Before an upgrade, the new version may be there already; its audit does not know the older tables. */
async function auditUnlessOlder(path: string): Promise<AuditReport | null> {
  try {
    return await auditOf(path)
  } catch (error) {
    if (error instanceof OlderDatabaseError) return null
    throw error
  }
}

/** The account of a database of this version, which nobody writes. */
export async function auditOf(path: string): Promise<AuditReport> {
  await using reader = await openAccountReader(path)
  return await auditAccount(reader)
}

interface BackedUp {
  readonly to: string
  readonly database: string
  /** Null for a database of an older version. */
  readonly report: AuditReport | null
}

function backupText({ to, database, report }: BackedUp): string {
  const size = `${Math.ceil(statSync(to).size / MIB)} MiB`
  const key = existsSync(`${database}.key`) ? `${database}.key` : 'the value of SECRET_KEY'
  return [
    report === null
      ? 'An older version of Bellbuoy wrote the database, so the loss account was not audited.'
      : auditText(report),
    `${to}: ${size}, complete and synced to disk.`,
    `The backup does not contain the key. Keep ${key} in another place: nobody can read the secrets in the backup without it.`,
  ].join('\n')
}
