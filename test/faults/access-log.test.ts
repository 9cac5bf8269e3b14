import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { firstStart, unset } from '../support/app/first-start.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { freePort } from '../support/free-port.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type Registry, startRegistry } from '../support/registry/registry.ts'
import { hasRegistry } from '../support/registry/registry-setup.ts'
import { waitUntil } from '../support/wait-until.ts'
import { expectedEvents } from './access-log/expected-events.ts'
import { HOSTILE_CLIENTS, openHalfRequests, postAsStranger } from './access-log/hostile-clients.ts'
import { readAccessLog } from './access-log/log-line.ts'
import { PushedManifests } from './access-log/pushed-manifests.ts'
import { allEvents, eventInShort, typeOf, webhookInShort, without } from './access-log/reported-events.ts'
import { type Scene, type Story, createScene, randomName } from './access-log/scene.ts'
import { SLOW_STORIES } from './access-log/slow-stories.ts'
import { STORIES } from './access-log/stories.ts'

const RUN_SECONDS = Number(process.env['ACCESS_LOG_RUN_SECONDS'] ?? 10)
/** As Bellbuoy has them by default. */
const TIMES = { settleSeconds: 10, pullWindowSeconds: 10 }
/** Strangers come all the time, and leave the machine to the others. */
const STRANGERS_REST_MS = 500
/** More would be a measurement of this machine: an event is then accepted long after it happened. */
const MAX_UNREPORTED = 20
const PROJECT = 'shop'
const EVENT_TYPES = [
  'PUSH_ARTIFACT',
  'PULL_ARTIFACT',
  'DELETE_ARTIFACT',
  'CREATE_TAG',
  'DELETE_TAG',
  'UPLOAD_CHART',
  'DOWNLOAD_CHART',
  'DELETE_CHART',
]

describe.skipIf(!hasRegistry)('beside hostile clients', () => {
  test(
    'whatever users do in a registry that has the printed block is reported exactly once, as its access log shows',
    { timeout: RUN_SECONDS * 1000 + 180_000 },
    async () => {
      await using receiver = await startReceiver()
      await using bellbuoy = await startBellbuoy({ env: unset })
      const { password, block } = await firstStart(bellbuoy)
      const api = apiClient(bellbuoy.url, { user: 'admin', password })
      await createPolicy(api, { project: PROJECT, eventTypes: EVENT_TYPES, targets: [receiver.url()] })
      const debugPort = await freePort()
      await using registry = await startRegistry({ pasted: block, accessLog: true, debugPort })
      const pushed = new PushedManifests()
      const scene = createScene(registry.host, PROJECT, pushed)

      const strangersGot = await playAll(scene, registry, new URL(bellbuoy.url).host)

      await isReportedBut(0, registry)
      const digest = await pushLast(scene)
      await receiver.waitUntil((webhooks) => webhooks.some(({ body }) => body.includes(digest)), 5000)
      const log = readAccessLog(registry.accessLog())
      const expected = expectedEvents(log, pushed, TIMES)
      const listed = await deliveredEvents(api)
      const received = receiver.requests.map(webhookInShort)
      const ids = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']))
      console.info({ requests: log.length, expected: expected.length, received: received.length })
      expect(new Set(expected.map(typeOf)), 'the run had everything').toEqual(new Set(EVENT_TYPES))
      expect({
        missing: without(expected, received),
        extra: without(received, expected),
        missingInApi: without(expected, listed),
        extraInApi: without(listed, expected),
        twice: received.length - ids.size,
        strangersGot,
      }).toEqual({
        missing: [],
        extra: [],
        missingInApi: [],
        extraInApi: [],
        twice: 0,
        strangersGot: [401],
      })
    },
  )
})

/** Everybody at once, until the time is over. @returns what strangers were answered */
async function playAll(scene: Scene, registry: Registry, bellbuoyHost: string): Promise<readonly number[]> {
  using stack = new DisposableStack()
  stack.use(openHalfRequests(bellbuoyHost, 50))
  const untilMs = performance.now() + RUN_SECONDS * 1000
  const answers = new Set<number>()
  const shared = { scene, registry, untilMs }
  const strangers = {
    async post() {
      for (const status of await postAsStranger(bellbuoyHost)) answers.add(status)
      await delay(STRANGERS_REST_MS)
    },
  }
  await Promise.all([
    play(STORIES, { ...shared, lanes: 2 }),
    play(SLOW_STORIES, { ...shared, lanes: Object.keys(SLOW_STORIES).length }),
    play(HOSTILE_CLIENTS, { ...shared, lanes: 1 }),
    play(strangers, { ...shared, lanes: 1 }),
  ])
  return [...answers]
}

interface Play {
  readonly scene: Scene
  readonly registry: Registry
  /** Stories at a time. */
  readonly lanes: number
  readonly untilMs: number
}

/** Plays the stories one after the other, each at least once, and over again until the time is over. */
async function play(
  stories: Readonly<Record<string, Story>>,
  { scene, registry, lanes, untilMs }: Play,
): Promise<void> {
  const all = Object.entries(stories)
  let next = 0
  const lane = async (): Promise<void> => {
    do {
      await isReportedBut(MAX_UNREPORTED, registry)
      const [name, story] = all[next++ % all.length]!
      await story(scene).catch((cause: unknown) => {
        throw new Error(`the story "${name}" broke off`, { cause })
      })
    } while (next < all.length || performance.now() < untilMs)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Waits until the registry has reported everything but so many events: it keeps them in a queue, and sends one after the other. */
async function isReportedBut(count: number, registry: Registry): Promise<void> {
  const what = `the registry reports everything but ${count} events`
  await waitUntil(async () => (await registry.unreported()) <= count, { what, timeoutMs: 30_000 })
}

async function pushLast(scene: Scene): Promise<string> {
  const last = scene.client('last')(scene.repository())
  const image = await last.image(randomName())
  await last.push(image, 'last')
  return image.digest
}

/** The events that the API shows as delivered, as soon as nothing is held any more. */
async function deliveredEvents(api: ApiClient): Promise<readonly string[]> {
  const settled = async () => {
    const events = await allEvents(api, PROJECT)
    return events.every(({ account }) => account.pending === 0) && events
  }
  const events = await waitUntil(settled, { what: 'nothing is held', timeoutMs: 60_000, intervalMs: 1000 })
  return events.filter(({ account }) => account.delivered > 0).map(eventInShort)
}
