import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, provider } from './provider.ts'

interface Wanted {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly events_types: readonly string[]
  readonly notify_type: string
  readonly address: string
  readonly auth_header: string
  readonly skip_cert_verify: boolean
}

/** `ProjectWebhookBody`: all keys are always sent, and `payload_format:omitempty` is the provider's own slip. */
const body = (wanted: Wanted) => ({
  update_time: '0001-01-01T00:00:00Z',
  description: wanted.description,
  creator: '',
  creation_time: '0001-01-01T00:00:00Z',
  enabled: wanted.enabled,
  targets: [
    {
      type: wanted.notify_type,
      auth_header: wanted.auth_header,
      skip_cert_verify: wanted.skip_cert_verify,
      address: wanted.address,
      'payload_format:omitempty': '',
    },
  ],
  event_types: wanted.events_types,
  project_id: 0,
  id: 0,
  name: wanted.name,
})

/** `resourceProjectWebhookRead`: what would be drift. The provider does not read the event types. */
async function read({ read: get }: Provider, id: string): Promise<Omit<Wanted, 'events_types'>> {
  const { name, description, enabled, targets, creation_time, update_time } = await get(id)
  for (const time of [creation_time, update_time]) expect(Date.parse(time)).toBeGreaterThan(0)
  const { type = '', address = '', auth_header = '', skip_cert_verify = false } = targets[0]
  return {
    name,
    description: description ?? '',
    enabled: enabled ?? false,
    notify_type: type,
    address,
    auth_header,
    skip_cert_verify,
  }
}

const planned = ({ events_types: _, ...wanted }: Wanted) => wanted

const ci: Wanted = {
  name: 'ci',
  description: ' Builds what was pushed.\nAsk the platform team. ',
  enabled: true,
  events_types: ['PUSH_ARTIFACT', 'pullImage', 'QUOTA_EXCEED', 'PUSH_ARTIFACT'],
  notify_type: 'http',
  address: 'https://Hook.example.com:443/a%20path/?x=1&y=ü#part',
  auth_header: 'Bearer one',
  skip_cert_verify: true,
}

describe('harbor_project_webhook', () => {
  const app = shared(async (stack) =>
    stack.use(await startTestApp({ settings: { AUTH_HEADER_READABLE: 'true' } })),
  )
  const project = async (name: string): Promise<string> =>
    await provider(app().api).create('/projects', { project_name: name })

  test('is applied, changed and destroyed, and each second plan is empty', async () => {
    const to = provider(app().api)
    const id = await to.create(`${await project('one')}/webhook/policies`, body(ci))
    expect(id).toMatch(/^\/projects\/\d+\/webhook\/policies\/\d+$/)
    expect(await read(to, id)).toEqual(planned(ci))
    expect((await to.read(id)).event_types).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'QUOTA_EXCEED'])

    const changed: Wanted = {
      ...ci,
      description: '',
      enabled: false,
      events_types: ['DELETE_ARTIFACT'],
      address: 'http://other.example.com',
      auth_header: 'Basic dHdvOnR3bw==',
      skip_cert_verify: false,
    }
    const { creation_time: created } = await to.read(id)
    await to.send('PUT', id, 200, body(changed))
    expect(await read(to, id)).toEqual(planned(changed))
    expect(await to.read(id)).toMatchObject({ event_types: ['DELETE_ARTIFACT'], creation_time: created })

    await to.send('PUT', id, 200, body({ ...changed, auth_header: '' }))
    expect(await read(to, id)).toEqual(planned({ ...changed, auth_header: '' }))

    await to.send('DELETE', id, 200)
    await to.send('GET', id, 404)
  })

  test('of every kind of target that needs no options keeps its address', async () => {
    const to = provider(app().api)
    const policies = `${await project('kinds')}/webhook/policies`
    const addresses = {
      http: 'http://ci.example.com',
      slack: 'https://hooks.slack.com/services/T0/B0/secret',
      teams: 'https://example.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d',
      mattermost: 'https://mattermost.example.com/hooks/abc',
      discord: 'https://discord.com/api/webhooks/1/abc',
    }
    for (const [notify_type, address] of Object.entries(addresses)) {
      const wanted = { ...ci, name: notify_type, notify_type, address, auth_header: '' }
      const id = await to.create(policies, body(wanted))
      expect(await read(to, id)).toEqual(planned(wanted))
    }
  })

  test('that was changed behind its back is planned anew', async () => {
    const to = provider(app().api)
    const id = await to.create(`${await project('behind')}/webhook/policies`, body(ci))
    const { enabled: _, ...paused } = body(ci)
    await app().api.put(`/api/v2.0${id}`, { ...paused, description: 'by hand' })
    expect(await read(to, id)).toEqual({ ...planned(ci), enabled: false, description: 'by hand' })
    await to.send('PUT', id, 200, body(ci))
    expect(await read(to, id)).toEqual(planned(ci))
  })

  test('shows no auth_header without AUTH_HEADER_READABLE, and keeps it when none is sent', async () => {
    await using other = await startTestApp()
    const to = provider(other.api)
    const project = await to.create('/projects', { project_name: 'hidden' })
    const id = await to.create(`${project}/webhook/policies`, body(ci))
    expect(await read(to, id)).toEqual({ ...planned(ci), auth_header: '' })
    await to.send('PUT', id, 200, body({ ...ci, auth_header: '' }))
    expect((await to.read(id)).targets).toMatchObject([{ has_auth_header: true }])
  })
})
