import { describe, expect, test } from 'vitest'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { BUILDS } from '../../../test/support/receivers/builds/builds.ts'
import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import { type RegistryEvent, UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { BUILD_FORMATS } from '../payload-formats.ts'
import { buildFacts } from './build-facts.ts'

const sample = (type: (typeof EVENT_TYPES)[number]) => sampleEvent(type, { project: 'shop', nowMs: 0 })
const FORMATS = BUILD_FORMATS.map((format) => [format.name.toLowerCase(), format] as const)

test('a build learns what to pull, by the tag or else by the digest', () => {
  const facts = (event: RegistryEvent) => buildFacts(payloadInput({ event }))
  expect(facts(sample('PUSH_ARTIFACT'))).toMatchObject({
    image: 'registry.example.com/shop/web:1.4.2',
    summary: 'robot$ci pushed web:1.4.2 to shop',
  })
  const [image] = sample('PUSH_ARTIFACT').artifacts
  const artifacts = [{ ...image!, tag: null }]
  expect(facts({ ...sample('PUSH_ARTIFACT'), artifacts }).image).toBe(
    `registry.example.com/shop/web@${image!.digest}`,
  )
  expect(facts(sample('REPLICATION')).image).toBe('')
})

describe.for(FORMATS)('%s', ([kind, format]) => {
  const double = BUILDS[kind]!
  const write = (event: RegistryEvent): string => format.render(payloadInput({ event })).body

  test.for([...EVENT_TYPES])('writes %s as its maker documents it', (type) => {
    expect(double.faultIn(write(sample(type)))).toBeNull()
  })

  test.for([
    '"quotes" \\',
    'נמל אשדוד',
    '👩‍👩‍👧‍👦⚓',
    'a\r\nb',
    '${{ secrets.X }}',
    'robot$ci',
    '$$',
    '${CI_JOB_TOKEN}',
  ])('brings %j intact', (operator) => {
    const payload = write({ ...sample('PUSH_ARTIFACT'), operator })
    expect(double.factsIn(payload)['actor']).toBe(operator)
  })

  test('leaves out what is much too long, and names no other image instead', () => {
    const huge = 'x'.repeat(100_000)
    const artifacts = [{ ...UNKNOWN_ARTIFACT, tag: huge, digest: huge }]
    const body = write({ ...sample('PUSH_ARTIFACT'), operator: huge, repository: `shop/${huge}`, artifacts })
    expect(double.faultIn(body)).toBeNull()
    expect(body.length).toBeLessThan(10_000)
    expect(double.factsIn(body)).toMatchObject({ image: '', tag: '', digest: '', repository: '', actor: '' })
  })
})
