import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const TIMEOUT = { timeout: 60_000 }
const repository = 'shop/web'
const descriptor = (digest: string, mediaType: string) => ({ digest, mediaType, size: 7 })
const config = () => descriptor(randomDigest(), 'application/vnd.oci.image.config.v1+json')
const untagged = (digest = randomDigest()) => pushEvent({ repository, digest, references: [config()] })

test(
  'what was held when the process was killed is claimed by an index that the next one is told of',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('kill-held')
    await using receiver = await startReceiver()
    const env = (settleMs: number) => ({ BELLBUOY_SETTLE_MS: String(settleMs) })
    const first = await startBellbuoy({ dir: folder.path, env: env(30_000) })
    const policy = await createPolicy(first.api, { project: 'shop', targets: [receiver.url()] })
    const [child, alone] = [randomDigest(), randomDigest()]
    expect(await first.postEnvelope(envelope([untagged(child), untagged(alone)]))).toMatchObject({
      body: { accepted: 2 },
    })
    const { body } = await first.api.get('/api/v2.0/projects/shop/webhook/received-events')
    expect(body.items).toMatchObject([
      { held_until: expect.any(String), verdicts: [], account: { accepted: 1, pending: 1, delivered: 0 } },
      { held_until: expect.any(String), verdicts: [], account: { accepted: 1, pending: 1, delivered: 0 } },
    ])
    await first.kill('SIGKILL')

    await using second = await startBellbuoy({ dir: folder.path, env: env(100) })
    const indexType = 'application/vnd.oci.image.index.v1+json'
    const manifestType = 'application/vnd.oci.image.manifest.v1+json'
    const references = [descriptor(child, manifestType)]
    await second.postEnvelope(
      envelope([pushEvent({ repository, tag: 'v1', mediaType: indexType, references })]),
    )
    await policy.from(second.api).ended(1)
    const verdicts = async () => {
      const answer = await second.api.get('/api/v2.0/projects/shop/webhook/received-events')
      return (answer.body.items as { digest: string; verdicts: { verdict: string }[] }[]).map((event) => [
        event.digest,
        event.verdicts[0]?.verdict,
      ])
    }
    await waitUntil(
      async () => (await verdicts()).filter(([, verdict]) => verdict !== undefined).length === 2,
      {
        what: 'the part is settled',
      },
    )
    expect(await verdicts()).toContainEqual([child, 'child of an index not wanted'])
  },
)

test('what nobody claims is delivered when its time has come, also after a kill', TIMEOUT, async () => {
  await using folder = await temporaryFolder('kill-held')
  await using receiver = await startReceiver()
  const env = { BELLBUOY_SETTLE_MS: '1500' }
  const first = await startBellbuoy({ dir: folder.path, env })
  await createPolicy(first.api, { project: 'shop', targets: [receiver.url()] })
  await first.postEnvelope(envelope([untagged(), untagged(), untagged()]))
  await first.kill('SIGKILL')
  expect(receiver.requests).toEqual([])

  await using second = await startBellbuoy({ dir: folder.path, env })
  await receiver.waitFor(3)
  const { body } = await second.api.get('/api/v2.0/projects/shop/webhook/received-events')
  expect(body.items).toHaveLength(3)
  for (const event of body.items) expect(event).not.toHaveProperty('held_until')
})
