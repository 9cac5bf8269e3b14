import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { payloadInput } from '../support/events/payload-input.ts'
import { registryEvent } from '../support/events/registry-event.ts'
import { translated } from '../support/events/source-frame.ts'
import { cloudEventsFormat } from '../../src/payloads/formats/cloud-events.ts'
import { defaultFormat } from '../../src/payloads/formats/default.ts'
import { harbor } from '../../src/sources/harbor.ts'

interface Recorded {
  readonly situation: string
  readonly format: 'Default' | 'CloudEvents'
  readonly content_type: string
  /** As Harbor wrote it. */
  readonly body: string
}

const RECORDED = readFileSync(new URL('../fixtures/harbor-2.16-webhooks.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

/** What a receiver behind Bellbuoy gets of a webhook of Harbor, in Harbor's own format. */
function passedOn({ format, content_type, body }: Recorded): string {
  const { events } = translated(harbor, JSON.parse(body), { mediaType: content_type })
  const event = registryEvent(events[0])
  const { render } = format === 'Default' ? defaultFormat : cloudEventsFormat
  return render(payloadInput({ event })).body
}

/** The id of a CloudEvent and its source are those of whom it comes from: Bellbuoy's. */
function withoutOrigin(body: string): string {
  return body.replace(/"id":"[^"]*","source":"[^"]*",/, '')
}

describe('a webhook of Harbor 2.16 leaves Bellbuoy as Harbor wrote it, visibility, times and request id included', () => {
  test.each(RECORDED.map((recorded, index) => [index + 1, recorded.situation, recorded] as const))(
    'line %i, %s',
    (_line, _situation, recorded) => {
      expect(withoutOrigin(passedOn(recorded))).toBe(withoutOrigin(recorded.body))
    },
  )
})
