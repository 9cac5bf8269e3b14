// Known vulnerabilities of what runs.

/** @typedef {{ isFault: boolean, text: string }} AuditResult */

/**
 * Reads what `npm audit --json --audit-level=high` printed. A registry that cannot be asked is no fault: a machine without the Internet can
 * still check everything else.
 * @param {string} output
 * @returns {AuditResult}
 */
export function auditResult(output) {
  const report = parsed(output)
  const counts = report?.metadata?.vulnerabilities
  if (counts === undefined) {
    const why = report?.message ?? 'npm audit gave no report'
    return { isFault: false, text: `Known vulnerabilities could not be asked for: ${why}` }
  }
  const serious = (counts.high ?? 0) + (counts.critical ?? 0)
  if (serious === 0)
    return { isFault: false, text: 'No serious vulnerability is known of a package that runs.' }
  const names = Object.entries(report?.vulnerabilities ?? {})
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name]) => name)
  return {
    isFault: true,
    text: `Serious vulnerabilities are known of ${names.join(', ')}: npm audit --omit=dev says more`,
  }
}

/**
 * @typedef {{ message?: string, metadata?: { vulnerabilities?: { high?: number, critical?: number } },
 *   vulnerabilities?: Record<string, { severity: string }> }} Report
 * @param {string} output
 * @returns {Report | null}
 */
function parsed(output) {
  try {
    /** @type {Report} */
    const report = JSON.parse(output)
    return report
  } catch {
    return null
  }
}
