import { type MessageHeaders, headerLines } from '../../parts/message-text.ts'

/** Headers that curl sets itself. */
const OWN_HEADERS = ['host', 'content-length', 'connection', 'transfer-encoding']

/** Whether a request on record is a POST to the address as it stands: others have a secret in their path, or are no requests of HTTP. */
export function isPostTo(address: string, line: string): boolean {
  const url = URL.parse(address.includes('://') ? address : `http://${address}`)
  return url !== null && line === `POST ${url.pathname}${url.search} HTTP/1.1`
}

/** The request as a shell command. Secrets are masked, as in the record. */
export function curlCommand(address: string, headers: MessageHeaders, body: string): string {
  const kept = headerLines(headers).filter(
    (line) => !OWN_HEADERS.includes(line.split(':', 1)[0]?.toLowerCase() ?? ''),
  )
  const parts = [
    `curl -i ${quoted(address)}`,
    ...kept.map((line) => `-H ${quoted(line)}`),
    `--data-raw ${quoted(body)}`,
  ]
  return parts.join(' \\\n  ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
