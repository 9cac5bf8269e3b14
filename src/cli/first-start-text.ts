import type { FirstStart } from '../accounts/first-start.ts'
import { setupOf } from '../domain/registry/source.ts'
import { distribution } from '../sources/distribution.ts'

/**
 * The text that the first start prints, once: the address, the new password and token, and the block to paste into a
 * registry's configuration. Null when neither is new.
 */
export function firstStartText(
  { adminPassword, sourceToken }: FirstStart,
  { url, registryHost }: { readonly url: string; readonly registryHost: string | null },
): string | null {
  if (adminPassword === null && sourceToken === null) return null
  const lines = ['', 'Bellbuoy is set up. It shows these lines only once:', '', `  address         ${url}`]
  if (adminPassword !== null) lines.push('  user            admin', `  password        ${adminPassword}`)
  if (sourceToken !== null) {
    lines.push(
      '',
      'Add this to the configuration of your registry (CNCF Distribution), and restart the registry:',
      '',
    )
    lines.push(setupOf(distribution, `${url}/service/notifications`, sourceToken).trimEnd())
    if (registryHost === null) lines.push(...HOST_ADVICE)
  }
  return `${lines.join('\n')}\n\n`
}

const HOST_ADVICE = [
  '',
  'Then restart Bellbuoy with the host that clients pull from, for example',
  '',
  '  BELLBUOY_REGISTRY_HOST=registry.example.com:5000',
  '',
  'Without this setting, references in payloads begin with the host that the client sent, and a client can forge it.',
]
