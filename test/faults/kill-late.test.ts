import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import {
  type DistributionEvent,
  deleteEvent,
  envelope,
  pushEvent,
  randomDigest,
} from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const repository = 'shop/web'

test(
  'what was reported before a kill makes late what is reported after it',
  { timeout: 60_000 },
  async () => {
    await using folder = await temporaryFolder('kill-late')
    await using receiver = await startReceiver()
    const first = await startBellbuoy({ dir: folder.path })
    await createPolicy(first.api, { project: 'shop', targets: [receiver.url()] })
    const nowMs = Date.now()
    const by = (instanceID: string, secondsAgo: number, event: DistributionEvent): DistributionEvent => ({
      ...event,
      timestamp: new Date(nowMs - secondsAgo * 1000).toISOString(),
      source: { addr: 'registry:5000', instanceID },
    })
    const push = (tag: string, digest = randomDigest()) => pushEvent({ repository, tag, digest })
    const untagged = randomDigest()
    await first.postEnvelope(
      envelope([
        by('a', 30, push('moved')),
        by('a', 29, deleteEvent({ repository, tag: 'deleted' })),
        by('a', 28, deleteEvent({ repository, digest: untagged })),
      ]),
    )
    await first.kill('SIGKILL')

    await using second = await startBellbuoy({ dir: folder.path })
    const late = envelope([
      by('b', 60, push('moved')),
      by('b', 60, push('deleted')),
      by('b', 60, push('v1', untagged)),
    ])
    expect(await second.postEnvelope(late)).toMatchObject({ body: { accepted: 3 } })
    await second.postEnvelope(envelope([by('b', 10, push('moved'))]))
    // A registry that got no answer reports it again, and it is the same event.
    expect(await second.postEnvelope(late)).toMatchObject({ body: { accepted: 0, repeated: 3 } })
    const { body } = await second.api.get('/api/v2.0/projects/shop/webhook/received-events')
    const seen = (body.items as { tag: string; late?: boolean }[]).map(({ tag, late: isLate }) => [
      tag,
      isLate,
    ])
    expect(seen.slice(0, 4)).toEqual([
      ['moved', undefined],
      ['v1', true],
      ['deleted', true],
      ['moved', true],
    ])
    await expectBalanced(folder.path)
  },
)
