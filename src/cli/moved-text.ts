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
      `${column}: ${count} ${count === 1 ? 'text' : 'texts'} contained the character NUL, which PostgreSQL cannot store; U+FFFD replaces it`,
  )
  return [
    `Copied ${total} rows in ${counts.length} tables. Both databases have the same number of rows in each table, and the same loss account:`,
    auditText({ ...audit, findings: audit.findings.slice(0, SHOWN) }),
    ...(audit.balanced ? [] : ['The source database has the same findings: bellbuoy audit lists them all.']),
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
    return `${same}: unless SECRET_KEY is already set, set it to the content of ${file}.`
  return `${same}: unless SECRET_KEY is set, copy ${file} to ${target.path}.key.`
}
