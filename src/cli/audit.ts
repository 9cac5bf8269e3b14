import { existsSync } from 'node:fs'
import { databasePath, readConfig } from '../config.ts'
import { openAccountReader } from '../store/sqlite/open-account-reader.ts'
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
    const path = databasePath(readConfig(file === undefined ? {} : { file }))
    if (!existsSync(path)) throw new Error(`there is no database ${path}`)
    await using reader = await openAccountReader(path)
    const report = await auditAccount(reader)
    console.log(json ? JSON.stringify(report, null, 2) : auditText(report))
    if (!report.balanced) process.exitCode = 1
  } catch (error) {
    endWithFault('bellbuoy cannot audit', error)
  }
}
