import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { creds, hasRegistry, inShort, sharedRegistrySetup } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'

const authorization = `Basic ${btoa(`${creds.user}:${creds.password}`)}`

describe.skipIf(!hasRegistry)('with a real registry and a client that means ill', () => {
  const setup = sharedRegistrySetup()

  // Whoever may pull chooses the user agent and the host. The registry would repeat a refused notification for ever.
  test.for([
    ['user agent', { 'user-agent': 'x'.repeat(1100) }],
    ['host', { host: `${'x'.repeat(1100)}.example.com` }],
  ] as const)('a pull with a long %s is an event, and so is the push after it', async ([name, headers]) => {
    const repository = `shop/${name.replace(' ', '-')}`
    const image = await setup().image(name)
    const target = `docker://${setup().host}/${repository}`
    await setup().webhooksOf(1, () => skopeo.copy(image.source, `${target}:v1`, { creds }))

    const [pull] = await setup().webhooksOf(1, async () => {
      const { statusCode, body } = await request(`http://${setup().host}/v2/${repository}/manifests/v1`, {
        headers: { authorization, accept: 'application/vnd.oci.image.manifest.v1+json', ...headers },
      })
      await body.dump()
      expect(statusCode).toBe(200)
    })
    expect(JSON.parse(pull!.body)).toMatchObject({ type: 'PULL_ARTIFACT', operator: 'ci' })

    const after = await setup().image(`after ${name}`)
    const [push] = await setup().webhooksOf(1, () => skopeo.copy(after.source, `${target}:v2`, { creds }))
    expect(inShort(push!)).toBe(`PUSH_ARTIFACT ${setup().host}/${repository}:v2 by ci`)
  })
})
