import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EVENT_TYPES, type EventType, shapeOf } from '../../domain/event/event-type.ts'
import { type Artifact, type RegistryEvent, UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import { type Headers, headerOf } from './headers.ts'
import { readWebhook } from './read-webhook.ts'
import type { Facts } from './webhook.ts'

const SAMPLES = new URL('../../../test/golden/samples/', import.meta.url)
const FORMATS = readdirSync(SAMPLES)

interface Sample {
  readonly headers: Headers
  readonly body: unknown
}

/** A golden sample as it is delivered: with the headers that every delivery has. */
function delivered(format: string, type: EventType): Sample {
  const text = readFileSync(new URL(`${format}/${type}.json`, SAMPLES), 'utf8')
  const { headers, body } = JSON.parse(text) as Sample
  const { repository } = sampleEvent(type, { project: 'shop', nowMs: 0 })
  return { headers: { ...headers, 'x-bellbuoy-event': type, 'x-bellbuoy-repository': repository }, body }
}

function eventsOf(sample: Sample): readonly Facts[] {
  const reading = readWebhook({ headers: sample.headers, body: Buffer.from(JSON.stringify(sample.body)) })
  if ('fault' in reading) throw new Error(reading.fault.text)
  return reading.events
}

/** All facts of an event that a payload can have, one set for each tag that it is about. */
function factsOf(event: RegistryEvent): readonly Facts[] {
  const about = event.artifacts.length === 0 ? [UNKNOWN_ARTIFACT] : event.artifacts
  return about.map((artifact) => ({
    eventType: event.type,
    project: event.project,
    repository: event.repository,
    tag: tagNameOf(event, artifact) ?? '',
    digest: artifact.digest ?? '',
    resourceUrl: urlOf(event, artifact),
    operator: event.operator,
    severity: event.detail.scan?.reports[0]?.severity ?? '',
  }))
}

function urlOf(event: RegistryEvent, { tag, digest }: Pick<Artifact, 'tag' | 'digest'>): string {
  if (event.repository === '') return ''
  const reference = tag !== null ? `:${tag}` : digest !== null ? `@${digest}` : ''
  return `${event.registryHost}/${event.repository}${reference}`
}

/** What a format does not give, though the event has it. */
function asWritten(format: string, type: EventType, facts: readonly Facts[]): readonly Facts[] {
  const shape = shapeOf(type)
  const [first] = facts
  if (first === undefined) return []
  switch (format) {
    case 'Template': {
      const { eventType, repository, project } = first
      const known = { eventType, repository, project: repository === '' ? '' : project }
      return [{ ...known, tag: '', digest: '', resourceUrl: '', operator: '', severity: '' }]
    }
    case 'Proposal':
      return ['scan', 'repository'].includes(shape) || type === 'QUOTA_WARNING'
        ? facts.map((one) => ({ ...one, resourceUrl: '' }))
        : facts
    case 'Default':
    case 'Harbor1':
    case 'CloudEvents':
      return ['quota', 'repository'].includes(shape) ? [{ ...first, resourceUrl: '' }] : [first]
    default:
      return facts
  }
}

/** The link to a chart in a chart repository is written in three ways. */
const CHART_URLS = [
  'https://registry.example.com/chartrepo/shop/charts/cart-0.2.1.tgz',
  'registry.example.com/chartrepo/shop/charts/cart-0.2.1.tgz',
  'registry.example.com/shop/cart:0.2.1',
]

describe.each(FORMATS)('%s', (format) => {
  test.for(EVENT_TYPES)('%s reads back to the facts of its event', (type) => {
    const event = sampleEvent(type, { project: 'shop', nowMs: 1_772_359_204_000 })
    const read = eventsOf(delivered(format, type))
    const expected = asWritten(format, type, factsOf(event))
    const url = read[0]?.resourceUrl ?? ''
    const isChart = CHART_URLS.includes(url)
    expect(isChart).toBe(shapeOf(type) === 'chart' && format !== 'Template')
    expect(read).toEqual(isChart ? expected.map((facts) => ({ ...facts, resourceUrl: url })) : expected)
  })

  test.for(EVENT_TYPES)('the body of %s decides, whatever the headers say', (type) => {
    if (format === 'Template') return
    const { headers, body } = delivered(format, type)
    const forged = {
      ...headers,
      'content-type': 'text/plain',
      'x-bellbuoy-event': 'DELETE_REPOSITORY',
      'x-bellbuoy-repository': 'other/app',
    }
    expect(eventsOf({ headers: forged, body })).toEqual(eventsOf({ headers, body }))
  })
})

test('structured CloudEvents read like binary ones', () => {
  for (const type of EVENT_TYPES) {
    const { headers, body } = delivered('CloudEvents', type)
    const attribute = (name: string) => headerOf(headers, `ce-${name}`)
    const structured = {
      specversion: '1.0',
      id: attribute('id'),
      source: attribute('source'),
      type: attribute('type'),
      operator: attribute('operator'),
      data: body,
    }
    const sample = { headers: { 'content-type': 'application/cloudevents+json' }, body: structured }
    expect(eventsOf(sample)).toEqual(eventsOf({ headers, body }))
  }
})
