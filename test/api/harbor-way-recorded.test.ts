import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import {
  type DistributionEvent,
  deleteEvent,
  envelope,
  pullEvent,
  pushEvent,
} from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

interface Recorded {
  readonly situation: string
  readonly format: string
  readonly body: string
}

/** What Harbor's receiver got of one client's work with images, an index, a chart, a signature and a referrer, in its order. */
const RECORDED = readFileSync(new URL('../fixtures/harbor-2.16-webhooks.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)
const LAST = RECORDED.findLastIndex(({ situation }) => situation === 'delete with two tags')
const STORY = RECORDED.slice(0, LAST + 1).filter(({ format }) => format === 'Default')

const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json'
const CHART_CONFIG = 'application/vnd.cncf.helm.config.v1+json'
const IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'

/** The notification that a registry sends for what Harbor reported, with the facts of the manifest. */
function notificationOf({ situation, body }: Recorded): DistributionEvent {
  const { type, occur_at, operator, event_data } = JSON.parse(body)
  const { digest, tag } = event_data.resources[0]
  const common = {
    repository: String(event_data.repository.repo_full_name),
    digest: String(digest),
    user: String(operator),
    timestamp: new Date(occur_at * 1000).toISOString(),
  }
  if (type === 'DELETE_ARTIFACT') return deleteEvent(common)
  const isIndex = situation.includes('index') && tag === 'v1'
  const descriptor = (one: string, mediaType: string) => ({ digest: one, mediaType, size: 7 })
  const config = situation.includes('chart') ? CHART_CONFIG : IMAGE_CONFIG
  const manifest = {
    ...common,
    ...(tag !== digest && { tag: String(tag) }),
    mediaType: isIndex ? INDEX : IMAGE,
    references: isIndex
      ? partsOfIndex().map((part) => descriptor(part, IMAGE))
      : [descriptor(`sha256:${'c'.repeat(64)}`, config)],
  }
  return type === 'PULL_ARTIFACT' ? pullEvent(manifest) : pushEvent(manifest)
}

function partsOfIndex(): readonly string[] {
  return STORY.filter(({ situation }) => situation === 'push index')
    .map(({ body }) => JSON.parse(body).event_data.resources[0])
    .flatMap(({ digest, tag }) => (digest === tag ? [String(digest)] : []))
}

test('for the same requests a policy with the way of Harbor gets what Harbor 2.16 sent, byte for byte, in time', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ settings: { REGISTRY_HOST: '127.0.0.1:28080' } })
  await createPolicy(app.api, {
    project: 'cap',
    eventTypes: ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT'],
    harborWay: true,
    targets: [receiver.url()],
  })
  const bodies = STORY.map(({ body }) => body)
  for (const [index, recorded] of STORY.entries()) {
    await app.postEnvelope(envelope([notificationOf(recorded)]))
    const received = await receiver.waitFor(index + 1)
    expect(received[index]!.body, recorded.situation).toBe(recorded.body)
  }
  expect(receiver.requests).toHaveLength(bodies.length)
  expect(bodies.length).toBeGreaterThan(20)
})
