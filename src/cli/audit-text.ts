import type { SourceAccount } from '../domain/event/source-account.ts'
import type { AuditReport, Finding, RemovedAccount } from '../domain/delivery/audit-report.ts'

/** The report for people. */
export function auditText(report: AuditReport): string {
  const { balanced, events, deliveries, removed, account, sources, found, findings } = report
  const { accepted, ...parts } = account
  const sum = Object.entries(parts).map(([name, count]) => `${count} ${name}`)
  const lines = [
    `${events} events, ${deliveries} deliveries`,
    ...removedText(removed),
    `accepted ${accepted} = ${sum.join(' + ')}`,
    ...sources.filter(({ received, events: stored }) => received + stored > 0).map(sourceText),
    balanced ? 'The loss account balances.' : `The loss account does not balance: ${found} findings`,
    ...findings.map(findingText),
  ]
  if (found > findings.length) lines.push(`  and ${found - findings.length} more`)
  return lines.join('\n')
}

function removedText({ events, deliveries, acceptedUpToMs }: RemovedAccount): readonly string[] {
  if (acceptedUpToMs === null) return []
  const upTo = new Date(acceptedUpToMs).toISOString()
  return [`and ${events} removed events, ${deliveries} removed deliveries, accepted up to ${upTo}`]
}

function sourceText({ name, received, events, repeated, merged, keptOut }: SourceAccount): string {
  const parts = `${events} events + ${repeated} repeated + ${merged} merged + ${keptOut} kept out`
  return `source ${name}: received ${received} = ${parts}`
}

function findingText({ event, delivery, what }: Finding): string {
  const about = [
    ...(event === null ? [] : [`event ${event}`]),
    ...(delivery === undefined ? [] : [`delivery ${delivery}`]),
  ]
  return `  ${[about.join(', '), what].filter((part) => part !== '').join(': ')}`
}
