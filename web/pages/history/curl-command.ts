import { type MessageHeaders, headerLines } from '../../parts/message-text.ts'

/** What curl says itself. */
const OWN_HEADERS = ['host', 'content-length', 'connection', 'transfer-encoding']

/** The same request as a command for a shell; secrets stand in it as the record has them, hidden. */
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
