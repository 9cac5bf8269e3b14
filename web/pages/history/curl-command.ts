import { type MessageHeaders, headerLines } from '../../parts/message-text.ts'

/** Headers that curl sets itself. */
const OWN_HEADERS = ['host', 'content-length', 'connection', 'transfer-encoding']

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
