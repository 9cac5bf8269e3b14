import { describe, expect, test } from 'vitest'
import {
  creds,
  hasRegistry,
  inShort,
  sharedRegistrySetup,
  startRegistrySetup,
} from '../support/registry/registry-setup.ts'
import { storedEvents } from '../support/app/stored-events.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe.skipIf(!hasRegistry)('with a real registry and skopeo', () => {
  const setup = sharedRegistrySetup()

  test('a push is one webhook: operator, digest, tag and resource URL, within a second', async () => {
    const image = await setup().image('one')
    const webhooks = await setup().webhooksOf(1, () =>
      skopeo.copy(image.source, `docker://${setup().host}/shop/push:v1`, { creds }),
    )
    expect(webhooks).toHaveLength(1)
    const [{ headers, body } = { headers: {}, body: '' }] = webhooks
    expect(headers).toMatchObject({ 'x-bellbuoy-event': 'PUSH_ARTIFACT', 'x-bellbuoy-attempt': '1' })
    const payload = JSON.parse(body)
    expect(payload).toEqual({
      type: 'PUSH_ARTIFACT',
      occur_at: expect.any(Number),
      operator: 'ci',
      event_data: {
        resources: [{ digest: image.digest, tag: 'v1', resource_url: `${setup().host}/shop/push:v1` }],
        repository: {
          date_created: payload.occur_at,
          name: 'push',
          namespace: 'shop',
          repo_full_name: 'shop/push',
          repo_type: 'private',
        },
      },
    })
    expect(Math.abs(payload.occur_at - Date.now() / 1000)).toBeLessThan(30)
  })

  test('the digest and resource URL of a webhook can be pulled as they stand', async () => {
    const image = await setup().image('pullable')
    const webhooks = await setup().webhooksOf(1, () =>
      skopeo.copy(image.source, `docker://${setup().host}/shop/pullable:v1`, { creds }),
    )
    const [{ digest, resource_url }] = JSON.parse(webhooks[0]!.body).event_data.resources
    const inspection = await skopeo.inspect(`docker://${resource_url}`, { creds })
    expect(inspection.Digest).toBe(digest)
    await setup().receiver.waitUntil((requests) =>
      requests.map(inShort).includes(`PULL_ARTIFACT ${resource_url} by ci`),
    )
  })

  test('a pull is a webhook with tag and digest', async () => {
    await using folder = await temporaryFolder('pulled')
    const image = await setup().image('pulled')
    const name = `${setup().host}/shop/pull:v1`
    await setup().webhooksOf(1, () => skopeo.copy(image.source, `docker://${name}`, { creds }))
    const [webhook] = await setup().webhooksOf(1, () =>
      skopeo.copy(`docker://${name}`, `oci:${folder.path}:latest`, { creds }),
    )
    const { type, operator, event_data } = JSON.parse(webhook!.body)
    expect([type, operator]).toEqual(['PULL_ARTIFACT', 'ci'])
    expect(event_data.resources).toEqual([{ digest: image.digest, tag: 'v1', resource_url: name }])
  })

  test('a delete is a webhook with the digest and the tag that went with it, and one for the tag', async () => {
    const image = await setup().image('deleted')
    const name = `${setup().host}/shop/delete`
    await setup().webhooksOf(1, () => skopeo.copy(image.source, `docker://${name}:v1`, { creds }))
    // skopeo looks at the manifest before it deletes it.
    const webhooks = await setup().webhooksOf(3, () => skopeo.delete(`docker://${name}:v1`, { creds }))
    expect(webhooks.map(inShort).toSorted()).toEqual([
      `DELETE_ARTIFACT ${name}:v1 by ci`,
      `DELETE_TAG ${name}:v1 by ci`,
      `PULL_ARTIFACT ${name}:v1 by ci`,
    ])
    const removed = webhooks
      .map(({ body }) => JSON.parse(body))
      .find(({ type }) => type === 'DELETE_ARTIFACT')
    expect(removed.event_data.resources[0].digest).toBe(image.digest)
  })

  test('blobs and mounts of blobs make no webhook: every push of this file was told once', async () => {
    const image = await setup().image('mounted')
    const name = (repository: string) => `docker://${setup().host}/shop/${repository}:v1`
    await setup().webhooksOf(1, () => skopeo.copy(image.source, name('mount-from'), { creds }))
    await setup().webhooksOf(2, () => skopeo.copy(name('mount-from'), name('mount-to'), { creds }))
    const { body } = await setup().app.api.get(
      '/api/v2.0/projects/shop/webhook/policies/1/executions?page_size=0',
    )
    expect(setup().receiver.requests).toHaveLength(body.length)
    const types = storedEvents(setup().app).flatMap(({ artifacts }) =>
      artifacts.map(({ mediaType }) => mediaType),
    )
    expect(types).not.toContain('application/octet-stream')
    const pushes = setup()
      .receiver.requests.map(inShort)
      .filter((text) => text.startsWith('PUSH_ARTIFACT'))
    expect(new Set(pushes).size).toBe(pushes.length)
  })
})

test.skipIf(!hasRegistry)('a registry without users tells of pushes by nobody', async () => {
  await using setup = await startRegistrySetup({ isOpen: true })
  const image = await setup.image('anonymous')
  const name = `${setup.host}/shop/anonymous:v1`
  await skopeo.copy(image.source, `docker://${name}`)
  const webhooks = await setup.receiver.waitFor(1)
  expect(webhooks.map(inShort)).toEqual([`PUSH_ARTIFACT ${name} by `])
})
