import type { AttemptBody } from '../../contract/history/history.ts'
import { plainText } from '../plain-text.ts'
import { coloured } from '../remote/colour.ts'
import { indented } from '../remote/indented.ts'
import { whole } from '../remote/times.ts'

type Headers = NonNullable<AttemptBody['request']>['headers']

/** One attempt: how it ended, then what was sent and what came back. */
export function attemptText({
  number,
  started_at,
  duration_ms,
  request,
  response,
  failure,
}: AttemptBody): string {
  const ended =
    failure === undefined ? coloured('delivered', 'good') : coloured(plainText(failure.text), 'bad')
  const lines = [
    `Attempt ${String(number)} at ${whole(started_at)}, ${String(duration_ms)} ms: ${ended}`,
    ...(request === undefined ? [] : [indented(`> ${request.line}`), headersText('> ', request.headers)]),
    ...(request?.remark === undefined ? [] : [indented(`(${request.remark})`)]),
  ]
  if (response === undefined) return lines.join('\n')
  const { protocol = 'HTTP/1.1', status, headers, body, truncated, remark, recipients = [] } = response
  return [
    ...lines,
    indented(`< ${protocol} ${String(status)}`),
    headersText('< ', headers),
    ...recipients.map(({ address, fate, answer }) => indented(`< ${address}: ${fate}: ${answer}`)),
    ...(body === '' ? [] : [indented(body, '    ')]),
    ...(truncated ? [indented('(the rest of the response was cut off)')] : []),
    ...(remark === undefined ? [] : [indented(`(${remark})`)]),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

function headersText(mark: string, headers: Headers): string {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((one) => indented(`${mark}${name}: ${one}`)))
    .join('\n')
}
