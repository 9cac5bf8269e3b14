import type { PolicyRequest } from '../../src/contract/webhooks/policy.ts'
import type { ReceivedRequest } from '../support/receivers/received-requests.ts'
import { deleteEvent, envelope, pullEvent, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

/** The digest that every delivery of `delivered` names. */
export const DIGEST = `sha256:${'a1'.repeat(32)}`
export const HOST = 'registry.example.com'

const REPOSITORY = 'shop/web'
const CHART = {
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  references: [
    {
      mediaType: 'application/vnd.cncf.helm.config.v1+json',
      digest: `sha256:${'c3'.repeat(32)}`,
      size: 120,
    },
  ],
}

/**
 * A real Bellbuoy gets the policy, with the receiver in place of its host, and a registry reports a pull and a deletion in `shop/web`,
 * a push of the chart `shop/charts/cart:0.2.1` and one of `shop/web:1.4.2`. Resolves with what the receiver got once all of it has been delivered.
 */
export async function delivered(policy: PolicyRequest): Promise<readonly ReceivedRequest[]> {
  await using app = await startTestApp({ settings: { REGISTRY_HOST: HOST } })
  await using receiver = await startReceiver()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { status, body } = await app.api.post('/api/v2.0/projects/shop/webhook/policies', {
    ...policy,
    targets: policy.targets!.map((target) => ({ ...target, address: receiver.url(pathOf(target.address!)) })),
  })
  if (status !== 201) throw new Error(`the policy was answered ${status}: ${JSON.stringify(body)}`)
  await app.postEnvelope(
    envelope([
      pullEvent({ repository: REPOSITORY, tag: '1.4.1' }),
      deleteEvent({ repository: REPOSITORY, tag: '1.4.0' }),
      pushEvent({ repository: 'shop/charts/cart', tag: '0.2.1', ...CHART }),
      pushEvent({ repository: REPOSITORY, tag: '1.4.2', digest: DIGEST }),
    ]),
  )
  const open = () => app.rows(`SELECT count(*) AS open FROM delivery WHERE state IN ('pending', 'running')`)
  await waitUntil(() => receiver.requests.length > 0 && open()[0]!['open'] === 0, {
    what: 'every delivery ends',
    timeoutMs: 15_000,
  })
  return receiver.requests
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname + search
}
