import { userAgentOf } from '../domain/event/client.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import { artifactAction } from '../domain/event/event-type.ts'
import { isUserAgent } from '../domain/event/user-agent.ts'
import type { ScannerPulls, Scanners } from '../domain/scanning/scanner.ts'

/** Leaves out the pulls of scanners, which read what someone pushed and are nobody's use of it. */
export async function withoutScannerPulls(
  events: readonly RegistryEvent[],
  scanners: Pick<Scanners, 'pulls'>,
): Promise<readonly RegistryEvent[]> {
  const known = await scanners.pulls()
  return events.filter((event) => !isPull(event) || !known.some((pulls) => isBy(event, pulls)))
}

export function isPull({ type }: RegistryEvent): boolean {
  return artifactAction(type) === 'pull'
}

/** What is set has to agree; a scanner of which nothing is set is not recognised. */
function isBy(event: RegistryEvent, { account, userAgent }: ScannerPulls): boolean {
  if (account === '' && userAgent === '') return false
  const isAccount = account === '' || event.operator === account
  return isAccount && (userAgent === '' || isUserAgent(userAgentOf(event), userAgent))
}
