import type { AuditReport, Finding } from '../../domain/delivery/audit-report.ts'

/** The report for people. */
export function auditText({ balanced, events, deliveries, account, found, findings }: AuditReport): string {
  const { accepted, ...parts } = account
  const sum = Object.entries(parts).map(([name, count]) => `${count} ${name}`)
  const lines = [
    `${events} events, ${deliveries} deliveries`,
    `accepted ${accepted} = ${sum.join(' + ')}`,
    balanced ? 'The loss account balances.' : `The loss account does not balance: ${found} findings`,
    ...findings.map(findingText),
  ]
  if (found > findings.length) lines.push(`  and ${found - findings.length} more`)
  return lines.join('\n')
}

function findingText({ event, delivery, what }: Finding): string {
  const about = [
    ...(event === null ? [] : [`event ${event}`]),
    ...(delivery === undefined ? [] : [`delivery ${delivery}`]),
  ]
  return `  ${[about.join(', '), what].filter((part) => part !== '').join(': ')}`
}
