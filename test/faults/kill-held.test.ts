import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pullEvent, pushEvent, randomDigest } from '../support/events/envelopes.ts'
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
    await expectBalanced(folder.path)
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
  await expectBalanced(folder.path)
})

test(
  'a tag that is pushed after a kill still joins the push by digest that was held before it',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('kill-held')
    await using receiver = await startReceiver()
    const env = { BELLBUOY_SETTLE_MS: '30000' }
    const first = await startBellbuoy({ dir: folder.path, env })
    await createPolicy(first.api, { project: 'shop', targets: [receiver.url()] })
    const digest = randomDigest()
    const push = { repository, digest, references: [config()], user: 'ci', useragent: 'Helm/3.16.2' }
    await first.postEnvelope(envelope([pushEvent(push)]))
    await first.kill('SIGKILL')

    const second = await startBellbuoy({ dir: folder.path, env })
    const { id } = (await merging(second))[0]!
    const readBack = pullEvent({ repository, digest, user: 'ci', useragent: 'Helm/3.16.2' })
    expect(await second.postEnvelope(envelope([readBack]))).toMatchObject({
      body: { accepted: 0, repeated: 1 },
    })
    await second.postEnvelope(envelope([pushEvent({ ...push, tag: 'v1' })]))
    await second.kill('SIGKILL')

    await using third = await startBellbuoy({ dir: folder.path, env })
    await receiver.waitFor(1)
    const [tagged, untagged, ...others] = await merging(third)
    expect(others).toEqual([])
    expect(untagged).toMatchObject({
      id,
      merged_into: tagged!.id,
      account: { accepted: 1, merged: 1, pending: 0 },
    })
    expect(untagged).not.toHaveProperty('held_until')
    expect(JSON.parse(receiver.requests[0]!.body).event_data.resources[0].tag).toBe('v1')
    await expectBalanced(folder.path)
  },
)

/** The events of the project, newest first. */
async function merging({ api }: Awaited<ReturnType<typeof startBellbuoy>>) {
  const { body } = await api.get('/api/v2.0/projects/shop/webhook/received-events')
  return body.items as { readonly id: string; readonly merged_into?: string; readonly account: object }[]
}
