import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { AuditReport } from '../../../src/domain/delivery/audit-report.ts'

const command = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))

export interface AuditRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

type Environment = Readonly<Record<string, string>>

/** Runs `bellbuoy audit` on the database of a folder, or on one that is named. */
export function runAudit(
  dir: string,
  args: readonly string[] = [],
  url = `sqlite:${join(dir, 'bellbuoy.db')}`,
  more: Environment = {},
): Promise<AuditRun> {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, BELLBUOY_DATABASE_URL: url, ...more }
  return new Promise((resolve) => {
    execFile(command, ['audit', ...args], { cwd: dir, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

/** The report on the database of a folder, or on one that is named. */
export async function auditReport(dir: string, url?: string, env?: Environment): Promise<AuditReport> {
  const { code, stdout, stderr } = await runAudit(dir, ['--json'], url, env)
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as AuditReport
  expect(code).toBe(report.balanced ? 0 : 1)
  return report
}

/** Holds the loss account of a folder's database, or of one that is named, against what is stored, also while servers run on it. */
export async function expectBalanced(dir: string, url?: string, env?: Environment): Promise<AuditReport> {
  const report = await auditReport(dir, url, env)
  expect(report.findings).toEqual([])
  return report
}
