import { describe, expect, test } from 'vitest'
import { ALERTS } from '../../../test/support/receivers/alerts/alerts.ts'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { ALERT_TYPES } from '../../domain/event/alert-types.ts'
import type { Scan } from '../../domain/event/event-detail.ts'
import { EVENT_TYPES, type EventType } from '../../domain/event/event-type.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { ALERT_FORMATS } from '../payload-formats.ts'
import { alertOf } from './alert.ts'

const NOW_MS = Date.UTC(2026, 10, 24)
const FORMATS = ALERT_FORMATS.map((format) => [format.name.toLowerCase(), format] as const)

/** As it is stored: a sample is an alert of its own. */
const reported = (type: EventType, nowMs = NOW_MS): RegistryEvent => ({
  ...sampleEvent(type, { project: 'shop', nowMs }),
  sourceId: 3,
})
const alert = (event: RegistryEvent, options: TargetOptions = {}) => alertOf(payloadInput({ event, options }))

/** A scan that found these, in the words of a report that counts them. */
function scanWith(bySeverity: Readonly<Record<string, number>>, more: Partial<Scan> = {}): RegistryEvent {
  const event = reported('SCANNING_COMPLETED')
  const scan = event.detail.scan!
  const total = Object.values(bySeverity).reduce((sum, count) => sum + count, 0)
  const reports = [{ ...scan.reports[0]!, severity: '', summary: { total, fixable: 0, bySeverity } }]
  return { ...event, detail: { scan: { ...scan, reports, findings: [], ...more } } }
}

test('the end of a problem resolves what its beginning opened, and no other problem', () => {
  const [opening, closing] = [alert(reported('TARGET_FAILING')), alert(reported('TARGET_RECOVERED'))]
  expect(opening).toMatchObject({ action: 'open', topic: 'target_failing', severity: 'error' })
  expect(closing).toMatchObject({ action: 'resolve', key: opening!.key })
  const other = reported('TARGET_FAILING')
  const problem = { ...other.detail.problem!, id: 13 }
  expect(alert({ ...other, detail: { problem } })!.key).not.toBe(opening!.key)
  expect(alert(reported('TARGET_FAILING', NOW_MS + 1))!.key).not.toBe(opening!.key)
})

test('a sample opens and resolves an alert of its own', () => {
  const keys = (['TARGET_FAILING', 'TARGET_RECOVERED'] as const).map(
    (type, index) => alert(sampleEvent(type, { project: 'shop', nowMs: NOW_MS + index }))!.key,
  )
  expect(keys).toEqual(['bellbuoy test', 'bellbuoy test'])
})

test.for([
  [{ High: 1 }, 'High', 'open'],
  [{ Critical: 1 }, 'High', 'open'],
  [{ Medium: 9 }, 'High', 'resolve'],
  [{ Medium: 9 }, 'Low', 'open'],
  [{ High: 2 }, 'Critical', 'resolve'],
  [{ High: 0, Low: 1 }, 'High', 'resolve'],
  [{ Unknown: 3 }, 'Low', 'resolve'],
  [{}, 'Low', 'resolve'],
] as const)('a scan that found %j, with %s as the least severity: %s', ([found, least, action]) => {
  expect(alert(scanWith(found), { min_severity: least })).toMatchObject({ action })
})

test('what says nothing of findings opens nothing and resolves nothing', () => {
  expect(alert(scanWith({ High: 1 }, { type: 'sbom' }))).toBeNull()
  expect(alert(scanWith({}, { reports: [] }))).toBeNull()
  expect(alert({ ...scanWith({ High: 1 }), artifacts: [] })).toBeNull()
  expect(alert(reported('SCANNING_FAILED'))).toBeNull()
})

test('a later scan of the image under another tag, and its deletion, are about the same alert', () => {
  const found = scanWith({ Critical: 1 })
  const [image] = found.artifacts
  const [opened, cleared] = [alert(found), alert({ ...scanWith({}), artifacts: [{ ...image!, tag: 'x' }] })]
  const gone = alert({ ...reported('DELETE_ARTIFACT'), artifacts: [image!] })
  expect(opened).toMatchObject({ action: 'open', severity: 'critical', steadySeverity: 'error' })
  for (const end of [cleared, gone])
    expect(end).toMatchObject({ action: 'resolve', key: opened!.key, steadySeverity: 'error' })
  expect(alert(reported('DELETE_ARTIFACT'))!.key).not.toBe(opened!.key)
})

test('only the types that a policy may subscribe for such targets concern an alert', () => {
  const others = EVENT_TYPES.filter((type) => alert(reported(type)) !== null)
  expect(others.toSorted()).toEqual(ALERT_TYPES.toSorted())
})

describe.for(FORMATS)('%s', ([kind, format]) => {
  const double = ALERTS[kind]!
  const write = (event: RegistryEvent): string => format.render(payloadInput({ event })).body
  const huge = '*@everyone⚓"\\\u0007'.repeat(5000)

  test('each format has a double that knows its limits', () => {
    expect(FORMATS.map(([name]) => name)).toEqual(Object.keys(ALERTS))
  })

  test.for([...ALERT_TYPES])('writes %s as its maker documents it', (type) => {
    expect(double.faultIn(write(reported(type)))).toBeNull()
  })

  test('names the same alert when it opens and when it is resolved', () => {
    const pairs = [
      [reported('TARGET_FAILING'), reported('TARGET_RECOVERED')],
      [reported('SOURCE_REFUSED'), reported('SOURCE_RECOVERED')],
      [scanWith({ Critical: 1 }), scanWith({ Low: 1 })],
    ] as const
    for (const [opening, closing] of pairs)
      expect(double.alertIn(write(closing)).key).toBe(double.alertIn(write(opening)).key)
  })

  test('says nothing of an event that concerns no alert, and a preview says so', () => {
    expect(format.render(payloadInput({ event: reported('PUSH_ARTIFACT') }))).toMatchObject({
      body: 'null',
      warnings: ['the event neither opens nor resolves an alert: the target sends nothing'],
    })
  })

  test.for([
    ['quotes', `O'Neil "the \\ bosun"`],
    ['line breaks', 'first\nsecond\r\nthird'],
    ['emoji', '👩‍👩‍👧‍👦⚓🏴‍☠️'],
    ['right-to-left text', 'נמל אשדוד'],
  ] as const)('brings a name with %s intact', ([, name]) => {
    const event = reported('TARGET_FAILING')
    const problem = { ...event.detail.problem!, policy: { id: 7, name } }
    const body = write({ ...event, detail: { problem } })
    expect(double.faultIn(body)).toBeNull()
    expect(JSON.stringify(JSON.parse(body))).toContain(JSON.stringify(name).slice(1, -1))
  })

  test('takes whatever is much too long', () => {
    const found = scanWith({ Critical: 1 })
    const artifacts = [{ ...found.artifacts[0]!, tag: huge, digest: huge, tags: [huge] }]
    const image = { repository: `shop/${huge}`, project: huge, registryHost: huge, artifacts }
    expect(double.faultIn(write({ ...found, ...image }))).toBeNull()
    const event = reported('TARGET_FAILING')
    const names = { policy: { id: 7, name: huge }, target: { id: 9, host: huge } }
    const problem = { ...event.detail.problem!, ...names, reason: huge, cure: huge, finding: huge }
    expect(double.faultIn(write({ ...event, project: huge, detail: { problem } }))).toBeNull()
  })
})
