import { parse } from 'yaml'
import type { BellbuoyProcess } from './bellbuoy-process.ts'
import { waitUntil } from '../wait-until.ts'

/** Settings of a server that nobody has set anything for. */
export const unset = { BELLBUOY_ADMIN_PASSWORD: undefined, BELLBUOY_SOURCE_TOKEN: undefined }

/** What was printed so far, besides log lines. */
export function printedBy(bellbuoy: BellbuoyProcess): string {
  const lines = bellbuoy.output().split('\n')
  return lines.filter((line) => !line.startsWith('{')).join('\n')
}

/** What a first start prints; it comes after the log line that tells the address. */
export async function firstStart(bellbuoy: BellbuoyProcess) {
  const text = await waitUntil(() => /[^]*backoff: .*\n/.exec(printedBy(bellbuoy))?.[0], {
    what: 'the registry block is printed',
  })
  const password = /password\s+(\S+)/.exec(text)?.[1] ?? ''
  const block = /^notifications:\n(?: .*\n)+/m.exec(text)?.[0] ?? ''
  return { text, password, block, endpoint: parse(block)?.notifications.endpoints[0] }
}
