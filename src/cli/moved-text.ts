import type { DatabasePlace } from '../config.ts'
import type { Moved } from '../store/move/move-database.ts'
import { auditText } from './audit-text.ts'

/** Findings that are named here. */
const SHOWN = 5

/** What was moved, for people. */
export function movedText({ rows, cleaned, audit }: Moved): string {
  const counts = Object.values(rows)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const lost = Object.entries(cleaned).map(
    ([column, count]) =>
      `${column}: ${count} texts hold the character NUL, which PostgreSQL cannot; U+FFFD stands in its place`,
  )
  return [
    `${total} rows of ${counts.length} tables are moved. Both databases hold the same number in each table, and the same account:`,
    auditText({ ...audit, findings: audit.findings.slice(0, SHOWN) }),
    ...(audit.balanced ? [] : ['So it is in the source too: bellbuoy audit lists all findings.']),
    ...lost,
  ].join('\n')
}

/** Which key the next start needs. */
export function keyText({
  source,
  target,
  hasKeyFile,
}: {
  readonly source: DatabasePlace
  readonly target: DatabasePlace
  /** Whether a key stands beside the source. */
  readonly hasKeyFile: boolean
}): string {
  const same = 'Secrets stay encrypted with the same key'
  if (!hasKeyFile || source.kind === 'postgres') return `${same}: start with the same SECRET_KEY.`
  const file = `${source.path}.key`
  if (target.kind === 'postgres')
    return `${same}: unless SECRET_KEY is set already, set it to the text in ${file}.`
  return `${same}: unless SECRET_KEY is set, copy ${file} to ${target.path}.key.`
}
