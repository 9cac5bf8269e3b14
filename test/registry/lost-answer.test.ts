import { expect, test } from 'vitest'
import { creds, hasRegistry, inShort, startRegistrySetup } from '../support/registry/registry-setup.ts'
import { type LossyProxy, startLossyProxy } from '../support/services/lossy-proxy.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { waitUntil } from '../support/wait-until.ts'

test.skipIf(!hasRegistry)(
  'a push that the registry tells again, because it never got the answer, arrives once',
  async () => {
    await using stack = new AsyncDisposableStack()
    const proxies: LossyProxy[] = []
    const through = async ({ url }: { readonly url: string }): Promise<string> => {
      proxies.push(stack.use(await startLossyProxy(url, { times: 3, to: 'oci.image.manifest' })))
      return proxies[0]!.url
    }
    const { app, receiver, registry, image } = stack.use(await startRegistrySetup({ through }))
    const { source } = await image('told often')
    const name = `${registry.host}/shop/web`
    await skopeo.copy(source, `docker://${name}:v1`, { creds })
    await waitUntil(() => proxies[0]!.lost === 3, { what: 'three answers are lost' })
    await skopeo.copy(source, `docker://${name}:v2`, { creds })
    // The registry tells one after the other: once it tells of the second push, the first is settled.
    const requests = await receiver.waitUntil((came) => came.some(({ body }) => body.includes('web:v2')))
    expect(requests.map(inShort)).toEqual([
      `PUSH_ARTIFACT ${name}:v1 by ci`,
      `PUSH_ARTIFACT ${name}:v2 by ci`,
    ])
    expect(app.rows('select * from event')).toHaveLength(2)
    expect(app.rows('select * from delivery')).toHaveLength(2)
  },
)
