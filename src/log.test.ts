import { expect, test } from 'vitest'
import { createListenLog } from './listen/listen-log.ts'
import { createLog } from './log.ts'

/** What log readers, terminals and people would take for something else than text. */
const HOSTILE = [
  'a\nb',
  'a\r\n{"level":60,"msg":"forged"}',
  'a\u2028b',
  '\u001b[2J\u001b[31m',
  '\u009b31m',
  '\u0085',
  '\u007f',
  '\0',
  '\u202edesrever',
  '\ud83d',
  '"},{"',
]

function written(write: (log: ReturnType<typeof createLog>) => void): readonly string[] {
  const lines: string[] = []
  write(createLog('info', { write: (line) => void lines.push(line) }))
  return lines
}

test('the listener writes as the service does', () => {
  const lines: string[] = []
  const log = createListenLog('info', { write: (line) => void lines.push(line) })
  log.webhookRefused({ status: 400, reason: '\u009b31m', address: '127.0.0.1' })
  expect(lines).toEqual([expect.stringContaining('\\u009b31m')])
})

test.each(HOSTILE)('%j in a name, a reason or an error is data of its own line', (text) => {
  const lines = written((log) => {
    log.strangersRefused({ count: 1, source: text, address: text })
    log.requestFailed({ requestId: text, method: 'GET', url: text }, new Error(text))
  })
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
    expect(line.endsWith('\n')).toBe(true)
  }
  const [refused = '', failed = ''] = lines
  expect(JSON.parse(refused)).toMatchObject({
    source: text.toWellFormed() === text ? text : expect.anything(),
  })
  expect(JSON.parse(failed)).toMatchObject({
    err: { message: text.toWellFormed() === text ? text : expect.anything() },
  })
})
