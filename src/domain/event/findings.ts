import { type Finding, type FindingKind, type ScanReport, SEVERITIES } from './event-detail.ts'

/** Of this many findings the worst stay with the event. */
const MAX_FINDINGS = 100
const MAX_DESCRIPTION = 1000
const MAX_LINKS = 5
const MAX_LINK = 500

const RANKS: ReadonlyMap<string, number> = new Map(SEVERITIES.map((severity, index) => [severity, index]))
const rankOf = ({ severity }: Finding): number => RANKS.get(severity) ?? -1

export interface WorstFindings {
  /** Worst first; those of one severity in the order reported. */
  readonly findings: readonly Finding[]
  /** Whether there are more. */
  readonly truncated: boolean
}

/** The worst of the findings, as many and as long as an event holds. */
export function worstFindings(findings: readonly Finding[]): WorstFindings {
  const worst = findings.toSorted((one, other) => rankOf(other) - rankOf(one)).slice(0, MAX_FINDINGS)
  return { findings: worst.map(shortened), truncated: findings.length > MAX_FINDINGS }
}

function shortened(finding: Finding): Finding {
  const { description, links } = finding
  const isLong = description.length > MAX_DESCRIPTION
  return {
    ...finding,
    description: isLong ? `${description.slice(0, MAX_DESCRIPTION - 1).toWellFormed()}…` : description,
    links: links.filter((link) => link.length <= MAX_LINK).slice(0, MAX_LINKS),
  }
}

/** The worst severity among findings; `None` when there is none. */
export function worstSeverity(findings: readonly Finding[]): string {
  const rank = findings.reduce((worst, finding) => Math.max(worst, rankOf(finding)), 0)
  return SEVERITIES[rank] ?? 'None'
}

/** How many findings there are, by severity, and by kind where there are others than vulnerabilities. */
export function summaryOf(findings: readonly Finding[]): NonNullable<ScanReport['summary']> {
  const isMixed = findings.some((finding) => kindOf(finding) !== 'vulnerability')
  return {
    total: findings.length,
    fixable: findings.filter(({ fixVersion }) => fixVersion !== '').length,
    bySeverity: countsBy(findings, ({ severity }) => severity || 'Unknown'),
    ...(isMixed && { byKind: countsBy(findings, kindOf) }),
  }
}

export function kindOf({ kind }: Finding): FindingKind {
  return kind ?? 'vulnerability'
}

function countsBy(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): Readonly<Record<string, number>> {
  const groups = Map.groupBy(findings, keyOf)
  return Object.fromEntries([...groups].map(([key, found]) => [key, found.length]))
}
