import { describe, expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import {
  STEPS,
  type Step,
  type Telling,
  distributionStory,
  genericStory,
  harborStory,
  zotStory,
} from '../support/events/recorded-story.ts'
import { waitUntil } from '../support/wait-until.ts'

const IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'
const CHART = 'application/vnd.cncf.helm.config.v1+json'
const DIGEST = expect.stringMatching(/^sha256:/)
const SIGNATURE_TAG = expect.stringMatching(/^sha256-[0-9a-f]{64}\.sig$/)
const image = { mediaType: IMAGE, artifactType: CONFIG, contentBytes: expect.any(Number) }

/** Of a manifest that is known from its push. */
const deleted = { mediaType: IMAGE, artifactType: CONFIG }

interface Expected {
  readonly type: string
  readonly role: string
  /** What every kind reports. */
  readonly artifact: object
  /** What kinds report that know the manifest. */
  readonly facts: object
  readonly detail?: object
}

/** One table for all kinds: the same pushes are the same events, no matter which registry reports them. */
const STORY: Readonly<Record<Step, readonly Expected[]>> = {
  image: [{ type: 'PUSH_ARTIFACT', role: 'root', artifact: { tag: 'v1', tags: ['v1'] }, facts: image }],
  'second tag': [
    {
      type: 'PUSH_ARTIFACT',
      role: 'root',
      artifact: { subject: null, digest: DIGEST },
      facts: { ...image, tags: ['v1', 'v1b'] },
    },
  ],
  'moved tag': [{ type: 'PUSH_ARTIFACT', role: 'root', artifact: { tag: 'v1', tags: ['v1'] }, facts: image }],
  'index of two images': [
    // An image of an index is a part: nobody pushed it for itself.
    { type: 'PUSH_ARTIFACT', role: 'child', artifact: { tag: null }, facts: image },
    { type: 'PUSH_ARTIFACT', role: 'child', artifact: { tag: null }, facts: image },
    {
      type: 'PUSH_ARTIFACT',
      role: 'root',
      artifact: { tag: '1' },
      facts: { mediaType: 'application/vnd.oci.image.index.v1+json' },
    },
  ],
  'signature by its tag': [
    {
      type: 'PUSH_ARTIFACT',
      role: 'accessory',
      artifact: { tag: SIGNATURE_TAG, subject: DIGEST },
      facts: image,
    },
  ],
  'referrer by its subject': [
    {
      type: 'PUSH_ARTIFACT',
      role: 'accessory',
      artifact: { tag: null, subject: DIGEST },
      facts: {
        mediaType: IMAGE,
        artifactType: 'application/vnd.example.sbom.v1',
        contentBytes: expect.any(Number),
      },
    },
  ],
  chart: [
    {
      type: 'UPLOAD_CHART',
      role: 'root',
      artifact: { tag: '1.2.3' },
      facts: { mediaType: IMAGE, artifactType: CHART, contentBytes: expect.any(Number) },
      detail: { chart: { name: 'web', version: '1.2.3', sizeBytes: expect.any(Number) } },
    },
  ],
  'tag deleted': [
    { type: 'DELETE_TAG', role: 'root', artifact: { tag: 'v1b', digest: DIGEST }, facts: deleted },
  ],
  'image deleted by digest': [
    // The tag went with the image, which is how users know it.
    {
      type: 'DELETE_ARTIFACT',
      role: 'root',
      artifact: { tag: 'v1', digest: DIGEST, tags: [] },
      facts: deleted,
    },
  ],
}

const TELLERS: readonly { kind: string; telling: () => Telling; knowsManifests: (step: Step) => boolean }[] =
  [
    { kind: 'distribution', telling: distributionStory, knowsManifests: () => true },
    { kind: 'zot', telling: zotStory, knowsManifests: () => true },
    {
      kind: 'generic',
      telling: genericStory,
      // Its pushes name no references, so that no manifest is known when it is deleted.
      knowsManifests: (step) => !step.includes('deleted'),
    },
    { kind: 'harbor', telling: harborStory, knowsManifests: () => false },
  ]

describe.each(TELLERS)('what a source of kind $kind reports', ({ kind, telling, knowsManifests }) => {
  test('is the same story', async () => {
    await using app = await startTestApp()
    const { body } = await app.api.post('/api/v2.0/sources', {
      name: 'story',
      kind,
      settings: { registry_host: 'registry.example.com' },
    })
    const eventsAfter = (count: number) => storedEvents(app).slice(count)
    const story = telling()
    for (const step of STEPS.filter((one) => story[one] !== undefined)) {
      const before = eventsAfter(0).length
      for (const request of story[step]!) {
        const answer = await fetch(`${app.url}/service/notifications/story`, {
          method: 'POST',
          headers: { ...request.headers, authorization: `Bearer ${body.token}` },
          body: request.body,
        })
        expect(answer.status, step).toBe(200)
      }
      await waitUntil(() => eventsAfter(before).every(({ isHeld }) => !isHeld), {
        what: `${step} is settled`,
      })
      const events = eventsAfter(before)
      const expected = STORY[step].map(({ type, role, artifact, facts, detail = {} }) => ({
        type,
        role,
        artifacts: [{ ...artifact, ...(knowsManifests(step) && facts) }],
        registryHost: 'registry.example.com',
        detail,
      }))
      expect(events, step).toMatchObject(expected)
    }
  })
})
