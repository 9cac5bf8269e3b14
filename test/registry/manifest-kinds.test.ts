import { describe, expect, test } from 'vitest'
import { creds, hasRegistry, inShort, sharedRegistrySetup } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'

describe.skipIf(!hasRegistry)('with a real registry and skopeo', () => {
  const setup = sharedRegistrySetup()

  test('a push as Docker schema 2 tells the digest that the registry has', async () => {
    const image = await setup().image('docker')
    const name = `${setup().host}/shop/docker:v1`
    const [webhook] = await setup().webhooksOf(1, () =>
      skopeo.copy(image.source, `docker://${name}`, { creds, format: 'v2s2' }),
    )
    const [{ digest, resource_url }] = JSON.parse(webhook!.body).event_data.resources
    expect(resource_url).toBe(name)
    expect(digest).not.toBe(image.digest)
    expect((await skopeo.inspect(`docker://${name}`, { creds })).Digest).toBe(digest)
    await setup().receiver.waitUntil((requests) =>
      requests.map(inShort).includes(`PULL_ARTIFACT ${name} by ci`),
    )
  })

  test.for([
    ['an OCI index', 'index', undefined],
    ['a Docker manifest list', 'list', 'v2s2'],
  ] as const)(
    'a push of %s is one event, and tells its images by digest to a policy that asks for parts',
    async ([, repository, format]) => {
      await using whole = await setup().subscribe(repository)
      await using parts = await setup().subscribe(repository, {
        name: 'parts',
        filter: { children: true },
      })
      const index = await setup().index(repository)
      const name = `${setup().host}/${repository}/multi`
      const webhooks = await parts.webhooksOf(3, () =>
        skopeo.copy(index.source, `docker://${name}:v1`, { creds, all: true, ...(format && { format }) }),
      )
      expect(whole.receiver.requests.map(inShort)).toEqual([`PUSH_ARTIFACT ${name}:v1 by ci`])
      const resources = webhooks.map(({ body }) => JSON.parse(body).event_data.resources[0])
      expect(resources.filter(({ resource_url }) => resource_url === `${name}:v1`)).toHaveLength(1)
      const images = resources.filter(({ resource_url }) => resource_url.includes('@sha256:'))
      expect(images.map(({ digest }) => digest === index.digest)).toEqual([false, false])
      if (format === undefined) {
        const digests = [...index.manifests, index].map(({ digest }) => digest)
        expect(resources.map(({ digest }) => digest).toSorted()).toEqual(digests.toSorted())
      }
    },
  )
})
