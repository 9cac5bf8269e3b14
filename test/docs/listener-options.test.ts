import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withListenerOptions } from '../../docs/listener-options-section.ts'
import { LISTEN_OPTIONS, type ListenOption } from '../../src/cli/listen/options.ts'
import { listenerLimits, readListenSettings } from '../../src/cli/listen/settings.ts'
import { bytes, duration } from '../../src/cli/listen/option-values.ts'

const page = new URL('../../docs/listener-options.md', import.meta.url)

test('docs/listener-options.md has every option (node_modules/.bin/node docs/generate-listener-options.ts writes them)', () => {
  const text = readFileSync(page, 'utf8')
  expect(text).toBe(withListenerOptions(text))
})

test('an option that is left out has the value that the page names', () => {
  const given = readListenSettings({ exec: '/bin/true' }, [])
  const settings = { ...given, ...listenerLimits(given, {}) }
  expect(settings).toMatchObject({
    port: Number(defaultOf('PORT')),
    host: defaultOf('HOST'),
    data: defaultOf('DATA'),
    concurrency: Number(defaultOf('CONCURRENCY')),
    timeLimitMs: duration(defaultOf('TIME_LIMIT')),
    maxRetry: Number(defaultOf('RETRIES')),
    maxBodyBytes: bytes(defaultOf('MAX_BODY')),
    repeatWindowMs: duration(defaultOf('REPEAT_WINDOW')),
    answerWithinMs: duration(defaultOf('ANSWER_WITHIN')),
    keepMs: duration(defaultOf('KEEP')),
    keepRuns: Number(defaultOf('KEEP_RUNS')),
    stopWaitMs: duration(defaultOf('STOP_WAIT')),
    logLevel: defaultOf('LOG_LEVEL'),
  })
})

function defaultOf(variable: string): string {
  const option: ListenOption | undefined = LISTEN_OPTIONS.find((one) => one.variable === variable)
  return option?.default ?? ''
}
