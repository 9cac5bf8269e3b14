import type { FirstStart } from '../accounts/first-start.ts'
import { setupOf } from '../domain/registry/source.ts'
import { distribution } from '../sources/distribution.ts'

/**
 * The text that the first start prints, once: the address, the new password and token, and the block to paste into a
 * registry's configuration. Null when neither is new.
 */
export function firstStartText({ adminPassword, sourceToken }: FirstStart, url: string): string | null {
  if (adminPassword === null && sourceToken === null) return null
  const lines = ['', 'Bellbuoy has been set up. This is shown once:', '', `  address         ${url}`]
  if (adminPassword !== null) lines.push('  user            admin', `  password        ${adminPassword}`)
  if (sourceToken !== null) {
    lines.push(
      '',
      'Paste this into the configuration of your registry (CNCF Distribution), then restart it:',
      '',
    )
    lines.push(setupOf(distribution, `${url}/service/notifications`, sourceToken).trimEnd())
  }
  return `${lines.join('\n')}\n\n`
}
