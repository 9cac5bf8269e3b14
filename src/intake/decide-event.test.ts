import { expect, test } from 'vitest'
import { registryEvent } from '../../test/support/events/registry-event.ts'
import type { EventType } from '../domain/event/event-type.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { PolicyInForce } from '../domain/policy/harbor-way.ts'
import { NO_FILTER } from '../domain/policy/policy-filter.ts'
import type { Target } from '../domain/target/target.ts'
import { type DecideEventInput, decideEvent } from './decide-event.ts'

const event = registryEvent()
const project = {
  id: 5,
  name: 'shop',
  isPublic: false,
  ownerId: 0,
  metadata: {},
  cveAllowlist: { cveIds: [], expiresAtSeconds: null },
  createdAtMs: 0,
  updatedAtMs: 0,
}

function target(id: number, payloadFormat = 'Short'): Target {
  const open = {
    type: 'http',
    address: `http://t${id}.test`,
    skipCertVerify: false,
    attachment: '',
    options: {},
  }
  return {
    id,
    ...open,
    payloadFormat,
    hasAuthHeader: false,
    hasSecret: false,
    isPaused: false,
    isHeld: false,
    formerSigningUntilMs: null,
  }
}

function policy(id: number, targets: readonly Target[], changes: Partial<PolicyInForce> = {}): PolicyInForce {
  const names = { name: `policy ${id}`, description: '', creator: '', projectId: 5 }
  const eventTypes: readonly EventType[] = ['PUSH_ARTIFACT']
  return {
    id,
    targets,
    ...names,
    enabled: true,
    eventTypes,
    filter: NO_FILTER,
    harborWay: false,
    createdAtMs: 0,
    updatedAtMs: 0,
    ...changes,
  }
}

/** Formats that record each rendering. */
function formats(sharedBy: PayloadFormat['sharedBy'] = 'event') {
  const rendered: string[] = []
  const format = (name: string): PayloadFormat => ({
    name,
    about: '',
    sharedBy,
    render: (input) => {
      rendered.push(name)
      return {
        contentType: `text/${name}`,
        body: `${name} ${input.project.name} ${input.repositoryCreatedAtMs}`,
      }
    },
  })
  return { rendered, all: new Map(['Short', 'Long'].map((name) => [name, format(name)])) }
}

function decided(
  policies: readonly PolicyInForce[],
  changes: Partial<DecideEventInput> = {},
  notificationsEnabled = true,
) {
  return decideEvent({
    event,
    rules: { revision: 9, notificationsEnabled, project, policies },
    repositoryCreatedAtMs: 1000,
    sequence: 7,
    formats: formats().all,
    reserve: () => false,
    ...changes,
  })
}

test('every policy gets a verdict, and only those that want the event get deliveries', () => {
  const policies = [
    policy(1, [target(11)]),
    policy(2, [target(21)], { enabled: false }),
    policy(3, [target(31)], { eventTypes: ['PULL_ARTIFACT'] }),
  ]
  const { verdicts, deliveries, projectId, withheld } = decided(policies)
  expect(verdicts).toEqual([
    { policyId: 1, verdict: 'deliver' },
    { policyId: 2, verdict: 'policy disabled' },
    { policyId: 3, verdict: 'event type not subscribed' },
  ])
  expect(deliveries).toEqual([{ policyId: 1, targetId: 11, payloadIndex: 0, leased: false }])
  expect([projectId, withheld]).toEqual([5, null])
})

test('each target of each policy gets a delivery, each payload is rendered once', () => {
  const { rendered, all } = formats()
  const policies = [policy(1, [target(11), target(12, 'Long')]), policy(2, [target(21, 'Long'), target(22)])]
  const { payloads, deliveries } = decided(policies, { formats: all })
  expect(rendered).toEqual(['Short', 'Long'])
  expect(payloads).toEqual([
    { format: 'Short', contentType: 'text/Short', body: 'Short shop 1000' },
    { format: 'Long', contentType: 'text/Long', body: 'Long shop 1000' },
  ])
  expect(deliveries.map(({ targetId, payloadIndex }) => [targetId, payloadIndex])).toEqual([
    [11, 0],
    [12, 1],
    [21, 1],
    [22, 0],
  ])
})

test('an event without policies is kept all the same', () => {
  expect(decided([])).toMatchObject({ event, verdicts: [], payloads: [], deliveries: [], withheld: null })
})

test('while notifications are switched off nothing is rendered or delivered, and the event says why', () => {
  const { rendered, all } = formats()
  const result = decided([policy(1, [target(11)])], { formats: all, reserve: () => true }, false)
  expect(result).toMatchObject({ withheld: 'switched off', payloads: [], deliveries: [] })
  expect(result.verdicts).toEqual([{ policyId: 1, verdict: 'switched off' }])
  expect(rendered).toEqual([])
})

test('a delivery is leased where a slot could be reserved for it', () => {
  const reserve = (targetId: number) => targetId === 12
  const { deliveries } = decided([policy(1, [target(11), target(12)])], { reserve })
  expect(deliveries.map(({ leased }) => leased)).toEqual([false, true])
})

test('when a payload cannot be rendered, no slot stays reserved', () => {
  const reserved: number[] = []
  const reserve = (targetId: number) => reserved.push(targetId) > 0
  const policies = [policy(1, [target(11)]), policy(2, [target(21, 'Unheard')])]
  expect(() => decided(policies, { reserve })).toThrow('unknown payload format Unheard')
  expect(reserved).toEqual([])
})

test.for([
  ['event', ['Short', 'Long']],
  ['policy', ['Short', 'Long', 'Long', 'Short']],
  ['target', ['Short', 'Long', 'Long', 'Short', 'Short']],
] as const)(
  'a rendering that depends on the %s is shared by the deliveries that have it in common',
  ([sharedBy, expected]) => {
    const { rendered, all } = formats(sharedBy)
    const policies = [
      policy(1, [target(11), target(12, 'Long')]),
      policy(2, [target(21, 'Long'), target(22), target(23)]),
    ]
    const { payloads, deliveries } = decided(policies, { formats: all })
    expect(rendered).toEqual(expected)
    expect(deliveries.map(({ payloadIndex }) => payloads[payloadIndex]?.format)).toEqual([
      'Short',
      'Long',
      'Long',
      'Short',
      'Short',
    ])
  },
)

test('a payload is rendered once more for the way of Harbor only where Harbor reports the event otherwise', () => {
  const eventTypes: readonly EventType[] = ['PUSH_ARTIFACT', 'UPLOAD_CHART']
  const policies = [
    policy(1, [target(11)], { eventTypes }),
    policy(2, [target(21)], { eventTypes, harborWay: true }),
    policy(3, [target(31)], { eventTypes, harborWay: true }),
  ]
  const { rendered, all } = formats()
  const image = decided(policies, { formats: all })
  expect(rendered).toEqual(['Short'])
  expect(image.deliveries.map(({ payloadIndex }) => payloadIndex)).toEqual([0, 0, 0])

  const artifact = { artifactType: 'application/vnd.cncf.helm.config.v1+json' }
  const chart = decided(policies, {
    formats: all,
    event: registryEvent({ type: 'UPLOAD_CHART', artifact }),
  })
  expect(rendered).toEqual(['Short', 'Short', 'Short'])
  expect(chart.deliveries.map(({ payloadIndex }) => payloadIndex)).toEqual([0, 1, 1])
  expect(chart.event.type).toBe('UPLOAD_CHART')
  expect(chart.deliveries.map(({ eventType }) => eventType)).toEqual([
    undefined,
    'PUSH_ARTIFACT',
    'PUSH_ARTIFACT',
  ])
})
