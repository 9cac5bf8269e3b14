import { existsSync } from 'node:fs'
import { type DatabasePlace, databasePlace, readConfig } from '../config.ts'
import type { AccountReader } from '../domain/delivery/account-reader.ts'
import { openAccountReader as openPostgresAccount } from '../store/postgres/open-account-reader.ts'
import { openAccountReader as openSqliteAccount } from '../store/sqlite/open-account-reader.ts'
import { auditAccount } from '../domain/delivery/audit-account.ts'
import { auditText } from './audit-text.ts'
import { endWithFault } from './end-with-fault.ts'

export interface AuditOptions {
  readonly config?: string
  readonly json?: boolean
}

/**
 * Checks that nothing was lost: that the loss account of every event balances. It only reads, also beside a running
 * service. The exit code is 0 when the account balances and 1 when it does not; a fault sets it too.
 */
export async function audit({ config: file, json = false }: AuditOptions): Promise<void> {
  try {
    await using reader = await openAccount(databasePlace(readConfig(file === undefined ? {} : { file })))
    const report = await auditAccount(reader)
    console.log(json ? JSON.stringify(report, null, 2) : auditText(report))
    if (!report.balanced) process.exitCode = 1
  } catch (error) {
    endWithFault('bellbuoy cannot audit', error)
  }
}

async function openAccount(place: DatabasePlace): Promise<AccountReader & AsyncDisposable> {
  if (place.kind === 'postgres') return openPostgresAccount(place.url)
  if (!existsSync(place.path)) throw new Error(`there is no database at ${place.path}`)
  return openSqliteAccount(place.path)
}
