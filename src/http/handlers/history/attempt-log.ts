import { STATUS_CODES } from 'node:http'
import type { Attempt, ReceivedResponse, RecipientFate } from '../../../domain/delivery/attempt.ts'
import type { Delivery } from '../../../domain/delivery/delivery.ts'

/**
 * The log of a delivery as plain text: every attempt with what was sent (`>`), what came back (`<`) and how it ended.
 * Secrets are not in the record, so they cannot be in here.
 */
export function attemptLog(delivery: Delivery, attempts: readonly Attempt[]): string {
  const blocks = attempts.map((attempt) => attemptBlock(attempt, delivery))
  return `${[...blocks, ...removed(delivery, attempts), closing(delivery)].join('\n')}\n`
}

/** In place of attempts whose records were removed, since they are old. */
function removed(
  { attempts: made, endedAtMs, createdAtMs }: Delivery,
  kept: readonly Attempt[],
): readonly string[] {
  if (kept.length > 0 || made === 0 || endedAtMs === null) return []
  return [line(createdAtMs, 'INFO', `attempts that were made: ${made}; their records have been removed`)]
}

function attemptBlock(attempt: Attempt, delivery: Delivery): string {
  const { request, response, failure, number, startedAtMs, durationMs } = attempt
  const endedAtMs = startedAtMs + durationMs
  return [
    line(startedAtMs, 'INFO', `attempt ${number}: event ${delivery.eventType} ${delivery.eventId}`),
    ...(request === null
      ? []
      : [
          ...quote('>', [request.line, ...headerLines(request.headers), '', ...linesOf(delivery.payload)]),
          ...remarked('>', request.remark),
        ]),
    ...(response === null
      ? []
      : [
          ...quote('<', [
            statusLine(response),
            ...headerLines(response.headers),
            '',
            ...linesOf(response.body),
          ]),
          ...remarked('<', response.truncated ? 'the rest of the answer is not kept' : undefined),
          ...remarked('<', response.remark),
          ...(response.recipients ?? []).flatMap((fate) => remarked('<', fateText(fate))),
        ]),
    failure === null
      ? line(endedAtMs, 'INFO', `attempt ${number} succeeded after ${durationMs} ms`)
      : line(
          endedAtMs,
          'ERROR',
          `attempt ${number} failed after ${durationMs} ms [${failure.code}]: ${failure.text}`,
        ),
    '',
  ].join('\n')
}

function statusLine({ protocol = 'HTTP/1.1', status }: ReceivedResponse): string {
  if (status === 0) return protocol
  const reason = protocol.startsWith('HTTP') ? (STATUS_CODES[status] ?? '') : ''
  return `${protocol} ${status} ${reason}`.trimEnd()
}

function headerLines(headers: Readonly<Record<string, string | string[]>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`))
}

function quote(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((text) => `${mark} ${text}`.trimEnd())
}

function remarked(mark: string, remark: string | undefined): readonly string[] {
  return remark === undefined ? [] : quote(mark, linesOf(`(${remark})`))
}

const FATES = {
  taken: 'was accepted',
  deferred: 'was refused for now',
  refused: 'was refused permanently',
} as const

function fateText({ address, fate, answer }: RecipientFate): string {
  return `${address} ${FATES[fate]}: ${answer}`
}

function closing({ state, dueAtMs, updatedAtMs, reason, attempts }: Delivery): string {
  const because = reason === '' ? '' : `: ${reason}`
  switch (state) {
    case 'pending': {
      const next = `attempt ${attempts + 1} is due at ${new Date(dueAtMs ?? updatedAtMs).toISOString()}`
      return line(updatedAtMs, 'INFO', `pending, ${next}`)
    }
    case 'running':
      return line(updatedAtMs, 'INFO', `attempt ${attempts} is under way`)
    case 'success':
      return line(updatedAtMs, 'INFO', 'delivered')
    case 'error':
      return line(updatedAtMs, 'ERROR', `failed${because}`)
    case 'stopped':
    case 'expired':
      return line(updatedAtMs, 'ERROR', `${state}${because}`)
  }
}

function line(atMs: number, level: 'INFO' | 'ERROR', message: string): string {
  return `${new Date(atMs).toISOString()} [${level}]: ${linesOf(message).join(' ')}`
}

/** The lines of a text that a receiver may have written: none of them passes for one of the log's own. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
}
