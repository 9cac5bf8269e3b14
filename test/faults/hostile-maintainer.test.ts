import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { HOSTILE_TEMPLATES } from '../support/events/hostile-templates.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { type Attack, STEADY, STEADY_TIMEOUT_MS, expectSteadyIntake } from './intake-p99.ts'

const HOSTILE = '/api/v2.0/projects/hostile/webhook'
const templateTarget = (address: string, template: string) => ({
  type: 'http',
  address,
  payload_format: 'Template',
  options: { template },
})

test(
  `what a maintainer writes into templates and filters moves the p99 of intake ${STEADY}`,
  { timeout: STEADY_TIMEOUT_MS },
  async () => {
    await using folder = await temporaryFolder('hostile')
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy({
      dir: folder.path,
      env: { BELLBUOY_WEBHOOK_MAX_RETRY: '0' },
    })
    await createPolicy(bellbuoy.api, { targets: [receiver.url('/team')] })
    const attack = await prepareAttack(bellbuoy, receiver.url('/hostile'))

    await expectSteadyIntake(bellbuoy, attack)

    const { body } = await bellbuoy.api.get(`${HOSTILE}/received-events?limit=100`)
    const items = body.items as readonly { readonly type: string; readonly deliveries: unknown[] }[]
    // That its webhooks fail is an event too, to which nobody listens.
    const pushes = items.filter(({ type }) => type === 'PUSH_ARTIFACT')
    expect(pushes.length, 'the events of the hostile project are stored').toBeGreaterThan(0)
    for (const { deliveries } of pushes) expect(deliveries).toHaveLength(2)
  },
)

/** Every name of many letters `a` leads through all of it, nearly as much as a filter may have, and matches. */
const WORST_FILTER = {
  repositories: { include: [`${'{a*,{a,{*,{**,a}}}}'.repeat(12)}-never`, '**'] },
}

/** A project with hostile policies, and two maintainers: one asks for previews without a pause, one tries filters. */
async function prepareAttack(bellbuoy: BellbuoyProcess, address: string): Promise<Attack> {
  await createHostilePolicies(bellbuoy.api, address)
  const [writer, reader] = await Promise.all(['writer', 'reader'].map((name) => maintainerOf(bellbuoy, name)))
  const moves: readonly ((move: number) => Promise<unknown>)[] = [
    (move) => {
      const [, template] = HOSTILE_TEMPLATES[move % HOSTILE_TEMPLATES.length]!
      return writer!.post(`${HOSTILE}/payload-preview`, { target: templateTarget(address, template) })
    },
    async () => {
      await reader!.post(`${HOSTILE}/filters/dry-run`, TRIED)
      // Each reads and answers 200 events, whatever the filter: that is not what is measured here.
      await delay(1000)
    },
    (move) =>
      push(bellbuoy, { repository: HOSTILE_REPOSITORY, user: move < STORMS ? 'storm' : 'anna' }).then(() =>
        delay(100),
      ),
  ]
  return async (meanwhile) => {
    // A password that was right is known for a minute. What a check of it costs is measured with guesses, and not here.
    for (const maintainer of [writer!, reader!]) await maintainer.get('/api/v2.0/users/current')
    let isOver = false
    const attacking = moves.map(async (move) => {
      for (let times = 0; !isOver; times++) await move(times)
    })
    const result = await meanwhile()
    isOver = true
    await Promise.all(attacking)
    await waitUntil(
      async () => {
        const { body } = await bellbuoy.api.get(`${HOSTILE}/deliveries?state=pending,running`)
        return body.items.length === 0
      },
      // Templates that take too much go slowly, all together on a twentieth of one core.
      { what: 'the hostile deliveries end', timeoutMs: 240_000, intervalMs: 100 },
    )
    return result
  }
}

const TRIED = { event_types: ['PUSH_ARTIFACT'], filter: WORST_FILTER }

/** Pushes of a round at which the stored templates take too much. */
const STORMS = 2
const HOSTILE_REPOSITORY = `hostile/${'a'.repeat(200)}`

async function createHostilePolicies(api: ApiClient, address: string): Promise<void> {
  const [[, endless] = ['', '']] = HOSTILE_TEMPLATES
  const template = `{% if actor.name == "storm" %}${endless}{% else %}1{% endif %}`
  const targets = [templateTarget(address, template)]
  for (const name of ['one', 'two']) {
    const policy = await createPolicy(api, { project: 'hostile', name, targets })
    await policy.update({ filter: WORST_FILTER })
  }
}

async function maintainerOf({ api, url }: BellbuoyProcess, user: string): Promise<ApiClient> {
  const password = 'Test-Member-1'
  await api.post('/api/v2.0/users', {
    username: user,
    password,
    email: `${user}@example.com`,
    realname: user,
  })
  const member = { role_id: MAINTAINER, member_user: { username: user } }
  await api.post('/api/v2.0/projects/hostile/members', member)
  return apiClient(url, { user, password })
}

/** Harbor's number of the role. */
const MAINTAINER = 4
