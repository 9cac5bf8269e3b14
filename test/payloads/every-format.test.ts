import { describe, expect, test } from 'vitest'
import { EVENT_TYPES, type EventType } from '../../src/domain/event/event-type.ts'
import type { RegistryEvent } from '../../src/domain/event/event.ts'
import type { Payload } from '../../src/domain/delivery/payload.ts'
import { sampleEvent } from '../../src/domain/event/sample-event.ts'
import { PAYLOAD_FORMATS } from '../../src/payloads/payload-formats.ts'
import { golden } from '../support/events/golden.ts'
import { payloadInput } from '../support/events/payload-input.ts'
import { isJson, readBody } from '../support/events/read-body.ts'
import { rendered } from '../support/events/rendered.ts'
import { registryEvent } from '../support/events/registry-event.ts'
import { samplePayloads } from '../support/events/sample-payloads.ts'

const OPTIONS = {
  template: '{"by": {{ actor.name }}, "text": "{{ repository.full_name }}"}',
  cloudevents_mode: 'structured',
}

const STRANGE: readonly (readonly [string, string])[] = [
  ['quotes and backslashes', `"double" 'single' \\ \\" {{ type }} %22`],
  ['line breaks and control characters', 'one\ntwo\r\nthree\t\u0000\u001b\u2028'],
  ['emoji', 'ship 🚢 family 👨‍👩‍👧 flag 🏴‍☠️'],
  ['250 characters', 'x'.repeat(250)],
  ['right-to-left text', 'مرحبا שלום \u202eabc'],
  ['markup', '<b>&amp;</b>'],
]

describe.each(PAYLOAD_FORMATS)('$name', (format) => {
  const ofFormat = samplePayloads().filter((sample) => sample.format === format)

  test.for(ofFormat)('writes $type as its golden file has it', ({ path, text }) => {
    expect(text).toBe(golden(path))
  })

  test('writes every event type', () => {
    expect(ofFormat.map(({ type }) => type)).toEqual(EVENT_TYPES)
  })

  test('says what it is', () => {
    expect(format.about).toMatch(/\.$/)
  })

  // How a body that is not JSON escapes a text only its own test can say.
  const writesJson = ofFormat.every(({ payload }) => isJson(payload))
  test.for(writesJson ? STRANGE : [])('brings %s intact', ([, text]) => {
    for (const type of ['PUSH_ARTIFACT', 'DELETE_ARTIFACT', 'UPLOAD_CHART'] as const) {
      const payload = rendered(format, payloadInput({ event: strangeEvent(type, text), options: OPTIONS }))
      const told = textsOf(payload)
      expect(told.filter((one) => one === text).length, `${type}: the operator`).toBeGreaterThan(0)
      expect(told.filter((one) => one.includes(`shop/${text}`)).length, `${type}: names`).toBeGreaterThan(0)
    }
  })

  test.for(EVENT_TYPES)('finds words for an event of %s of which hardly anything is known', (type) => {
    for (const facts of [{ artifacts: [] }, { artifacts: [{}] }, { repository: '', project: 'shop' }]) {
      const event = registryEvent({ type, operator: '', registryHost: '', ...facts })
      expect(() => readBody(rendered(format, payloadInput({ event, options: OPTIONS })))).not.toThrow()
    }
  })
})

function strangeEvent(type: EventType, text: string): RegistryEvent {
  const event = sampleEvent(type, { project: 'shop', nowMs: 1_772_359_204_000 })
  return { ...event, operator: text, repository: `shop/${text}` }
}

/** Every text in a body. */
function textsOf({ body }: Payload): readonly string[] {
  const texts: string[] = []
  JSON.parse(body, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value)
    return value
  })
  return texts
}
