import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pullEvent, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const TIMEOUT = { timeout: 60_000 }
const client = { repository: 'shop/web', user: 'ci', useragent: 'crane/0.20' }
const references = [
  { digest: randomDigest(), mediaType: 'application/vnd.oci.image.config.v1+json', size: 7 },
]

test(
  'a kill between the report to one policy and the decision for the other repeats no delivery and loses none',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('kill-harbor-way')
    await using harbors = await startReceiver()
    await using ours = await startReceiver()
    const env = (settleMs: number) => ({ BELLBUOY_SETTLE_MS: String(settleMs) })
    const first = await startBellbuoy({ dir: folder.path, env: env(3000) })
    const subscribe = (name: string, harborWay: boolean, address: string) =>
      createPolicy(first.api, { project: 'shop', name, harborWay, targets: [address] })
    const policies = [
      await subscribe("Harbor's way", true, harbors.url()),
      await subscribe('our way', false, ours.url()),
    ] as const
    const digest = randomDigest()
    await first.postEnvelope(envelope([pushEvent({ ...client, digest, references })]))
    await policies[0].ended(1)
    expect(ours.requests).toEqual([])
    await first.kill('SIGKILL')

    await using second = await startBellbuoy({ dir: folder.path, env: env(3000) })
    await policies[1].from(second.api).ended(1)
    expect(await policies[0].from(second.api).ended(1)).toHaveLength(1)
    expect([harbors.requests.length, ours.requests.length]).toEqual([1, 1])
    const { body } = await second.api.get('/api/v2.0/projects/shop/webhook/received-events')
    expect(body.items).toMatchObject([
      {
        verdicts: [{ verdict: 'deliver' }, { verdict: 'deliver' }],
        account: { accepted: 2, delivered: 2, pending: 0 },
      },
    ])
    await expectBalanced(folder.path)
  },
)

test(
  'a pull that is reported again after a kill, together with its second request, is the whole of which that is a part',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('kill-harbor-way')
    await using receiver = await startReceiver()
    const first = await startBellbuoy({ dir: folder.path })
    const eventTypes = ['PULL_ARTIFACT']
    await createPolicy(first.api, { project: 'shop', eventTypes, harborWay: true, targets: [receiver.url()] })
    const digest = randomDigest()
    const [one, two] = [pullEvent({ ...client, digest }), pullEvent({ ...client, digest })]
    await first.postEnvelope(envelope([one]))
    await receiver.waitFor(1)
    await first.kill('SIGKILL')

    await using second = await startBellbuoy({ dir: folder.path })
    const answer = await second.postEnvelope(envelope([one, two]))
    expect(answer.body).toMatchObject({ accepted: 1, repeated: 1 })
    const { body } = await second.api.get('/api/v2.0/projects/shop/webhook/received-events')
    const [part, whole, ...others] = body.items
    expect(others).toEqual([])
    expect(part).toMatchObject({ merged_into: whole.id, account: { merged: 1 } })
    expect(whole).not.toHaveProperty('merged_into')
    await expectBalanced(folder.path)
  },
)
