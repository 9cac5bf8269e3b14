import type { CertificateStanding } from '../domain/problem/certificate-standing.ts'
import { type ProblemCause, type Trouble, WHOLE_SYSTEM } from '../domain/problem/problem.ts'

const DAY_MS = 24 * 3_600_000
/** Those who renew certificates by a program do so a month before; two weeks leave time to find out why it did not. */
const SOON_MS = 14 * DAY_MS

/** That the certificate of this server ends soon, or that a new one could not be read; null while all is well. */
export function certificateTrouble(
  { subject, validToMs, unread }: CertificateStanding,
  nowMs: number,
): Trouble | null {
  const of = (cause: ProblemCause, reason: string): Trouble => ({
    ...WHOLE_SYSTEM,
    kind: 'certificate_ending',
    cause,
    reason,
    sinceMs: nowMs,
    isQuiet: true,
  })
  const ends = `the certificate of ${subject} is valid until ${new Date(validToMs).toISOString()}`
  if (unread !== null) return of('certificate_unread', `${unread}; ${ends}`)
  return validToMs - nowMs < SOON_MS ? of('certificate_ending', ends) : null
}
