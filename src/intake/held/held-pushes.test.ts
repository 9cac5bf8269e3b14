import { expect, test } from 'vitest'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { reportKeyOf } from '../../domain/event/report-key.ts'
import { HeldPushes } from './held-pushes.ts'

const digest = `sha256:${'d4'.repeat(32)}`
const times = { settleMs: 10_000, settleMaxMs: 30_000, enrichTimeoutMs: 2000 }
const client = '10.0.0.7 Helm/3.16.2'
let ids = 0

/** A push or pull of the same digest by the same client, so many ms after the first. */
function event({
  afterMs = 0,
  tag = null,
  ...facts
}: RegistryEventFacts & { readonly afterMs?: number; readonly tag?: string | null } = {}): RegistryEvent {
  const id = `event-${++ids}`
  return registryEvent({
    id,
    client,
    operator: 'ci',
    acceptedAtMs: afterMs,
    artifact: { digest, tag },
    ...facts,
  })
}

function holding(...held: readonly RegistryEvent[]): HeldPushes {
  const pushes = new HeldPushes(times)
  for (const one of held) pushes.add(one, one.acceptedAtMs + times.settleMs)
  return pushes
}

test('a push of the same digest with a tag joins the one without: Helm and oras push the digest first', () => {
  const held = event()
  const tagged = event({ tag: 'v1' })
  const pushes = holding(held)
  const changes = pushes.changesBy(tagged)
  expect(changes).toEqual([{ id: held.id, mergedInto: tagged.id }])
  expect(pushes.changesBy(tagged)).toEqual(changes)
  pushes.follow([{ heldChanges: changes }])
  expect(pushes.changesBy(tagged)).toEqual([])
})

test.for([
  ['another account', { operator: 'eve' }],
  ['another program', { client: '10.0.0.7 skopeo/1.9.3' }],
  ['another repository', { repository: 'shop/other' }],
  ['another registry', { sourceId: 2 }],
  ['a pull', { type: 'PULL_ARTIFACT' }],
] as const)('%s joins nothing', ([, facts]) => {
  expect(holding(event()).changesBy(event({ tag: 'v1', ...facts }))).toEqual([])
})

test('an empty account is nobody: then the address has to agree', () => {
  const pushes = holding(event({ operator: '' }))
  expect(pushes.changesBy(event({ tag: 'v1', operator: '' }))).toHaveLength(1)
  expect(pushes.changesBy(event({ tag: 'v1', operator: '', client: '10.0.0.8 Helm/3.16.2' }))).toEqual([])
})

test('each further push of the client lets the others wait on, within the bound', () => {
  const part = event()
  const pushes = holding(part)
  const push = (afterMs: number) => {
    const next = event({ afterMs, artifact: { digest: `sha256:${String(afterMs).padStart(64, '0')}` } })
    const heldChanges = pushes.changesBy(next)
    pushes.follow([{ heldChanges }])
    return heldChanges
  }
  expect(push(7000)).toEqual([{ id: part.id, heldUntilMs: 17_000 }])
  // Too little to be worth an update.
  expect(push(7500)).toEqual([])
  expect(push(24_000)).toEqual([{ id: part.id, heldUntilMs: 30_000 }])
  expect(push(29_000)).toEqual([])
})

test('a pull by digest of what the client just pushed reads it back, until the push is settled or has its tag', () => {
  const held = event()
  const pull = event({ type: 'PULL_ARTIFACT' })
  const readBackOf = (one: RegistryEvent, pushes = holding(held)) => pushes.readBacks()(one)
  expect(readBackOf(pull)).toEqual(reportKeyOf(held))
  expect(readBackOf(event({ type: 'PULL_ARTIFACT', tag: 'v1' }))).toBeNull()
  expect(readBackOf(event({ type: 'PULL_ARTIFACT', operator: 'eve' }))).toBeNull()
  const settled = holding(held)
  settled.forget([held.id])
  expect(readBackOf(pull, settled)).toBeNull()
})

test('in one notification the order decides: push, read-back, tag, and then a real pull', () => {
  const readBackOf = holding().readBacks()
  const pull = () => event({ type: 'DOWNLOAD_CHART' })
  const untagged = event({ type: 'UPLOAD_CHART' })
  const answers = [untagged, pull(), event({ type: 'UPLOAD_CHART', tag: 'v1' }), pull()]
  expect(answers.map(readBackOf)).toEqual([null, reportKeyOf(untagged), null, null])
})

test('with a settle time of 0 nothing is held, so each request counts', () => {
  const pushes = new HeldPushes({ ...times, settleMs: 0 })
  pushes.add(event(), 2000)
  expect(pushes.changesBy(event({ tag: 'v1' }))).toEqual([])
  expect([event(), event({ type: 'PULL_ARTIFACT' })].map(pushes.readBacks())).toEqual([null, null])
})
