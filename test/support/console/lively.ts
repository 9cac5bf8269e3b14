import { push } from '../app/push.ts'
import type { TestApp } from '../app/start-test-app.ts'
import { createPolicy } from '../app/webhook-policy.ts'
import { envelope, pullEvent, randomDigest } from '../events/envelopes.ts'
import type { ManualClock } from '../manual-clock.ts'
import type { Answer } from '../receivers/answer.ts'
import { waitUntil } from '../wait-until.ts'
import type { ConsoleParts } from './open-console.ts'

const MINUTE_MS = 60_000
const ROUND_MS = 48 * MINUTE_MS
const ROUNDS = 30
/** What the clock passes: one that starts so long ago ends at the present. */
export const LIVELY_MS = ROUNDS * ROUND_MS
/** In the last rounds the receiver of the deployments is down. */
const ROUNDS_DOWN = 5
const REPOSITORIES = ['shop/web', 'shop/api', 'shop/payments/worker', 'data/ingest', 'data/reports']
const PEOPLE = ['ci-bot', 'mara', 'ops']

/** A day of an installation with two projects and five webhooks, one of which has been failing for hours. */
export async function beLively(parts: ConsoleParts, clock: ManualClock): Promise<void> {
  const startMs = clock.now()
  await createPeople(parts.app)
  await createWebhooks(parts)
  for (let round = 0; round < ROUNDS; round++) {
    parts.receiver.respond = ({ path }) => answerOf(path, round)
    await work(parts.app, clock, round)
    clock.advance(Math.max(0, startMs + (round + 1) * ROUND_MS - clock.now()))
  }
}

function answerOf(path: string, round: number): Answer {
  if (path === '/deploy-production' && round >= ROUNDS - ROUNDS_DOWN)
    return { status: 503, body: 'upstream connect error: connection refused' }
  if (path === '/search-index' && round % 7 === 3) return { status: 500, body: '{"error":"index is locked"}' }
  return { status: 200, body: 'ok' }
}

async function createPeople({ api }: TestApp): Promise<void> {
  for (const project_name of ['shop', 'data']) await api.post('/api/v2.0/projects', { project_name })
  for (const [index, username] of ['mara', 'jonas', 'li-wei'].entries()) {
    const email = `${username}@example.com`
    await api.post('/api/v2.0/users', {
      username,
      email,
      realname: username,
      password: 'Lighthouse-Keeper-7',
    })
    await api.post('/api/v2.0/projects/shop/members', { role_id: index + 1, member_user: { username } })
  }
  await api.post('/api/v2.0/robots', {
    name: 'ci',
    level: 'project',
    duration: 90,
    permissions: [{ kind: 'project', namespace: 'shop', access: [{ resource: 'project', action: 'read' }] }],
  })
  await api.post('/api/v2.0/scanners', { name: 'trivy', url: 'http://trivy.example.com:8080' })
  await api.post('/api/v2.0/sources', { name: 'ci', kind: 'generic' })
}

async function createWebhooks({ app, receiver }: ConsoleParts): Promise<void> {
  const policy = (project: string, name: string, eventTypes: readonly string[]) =>
    createPolicy(app.api, { project, name, eventTypes, targets: [receiver.url(`/${name}`)] })
  await policy('shop', 'deploy-production', ['PUSH_ARTIFACT'])
  await policy('shop', 'search-index', ['PUSH_ARTIFACT', 'DELETE_ARTIFACT'])
  await policy('data', 'nightly-reports', ['PUSH_ARTIFACT'])
  await policy('data', 'scan-results', ['SCANNING_COMPLETED', 'SCANNING_FAILED'])
  await app.api.post('/api/v2.0/webhook/policies', {
    name: 'audit-trail',
    enabled: true,
    event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url('/audit-trail') }],
  })
}

/** What people do in a round: pushes, a pull, now and then a scan. */
async function work(app: TestApp, clock: ManualClock, round: number): Promise<void> {
  const user = PEOPLE[round % PEOPLE.length]!
  for (let index = 0; index <= round % 3; index++) {
    const timestamp = new Date(clock.now()).toISOString()
    const repository = REPOSITORIES[(round + index) % REPOSITORIES.length]!
    const tag = `1.${Math.floor(round / 5)}.${round % 5}`
    const digest = await push(app, { repository, tag, user, timestamp, size: 1000 + round })
    if (index === 1) await app.postEnvelope(envelope([pullEvent({ repository, tag, digest, timestamp })]))
    await pass(app, clock)
    clock.advance(MINUTE_MS)
  }
  if (round % 6 === 5) await scan(app, clock, round)
}

async function scan(app: TestApp, clock: ManualClock, round: number): Promise<void> {
  const findings = [
    { id: 'CVE-2026-21441', package: 'openssl', version: '3.0.14', fix_version: '3.0.15', severity: 'High' },
    { id: 'CVE-2025-59375', package: 'expat', version: '2.6.3', fix_version: '2.7.2', severity: 'Medium' },
  ]
  const event = {
    specversion: '1.0',
    id: `scan-${round}`,
    source: '/trivy',
    type: 'SCANNING_COMPLETED',
    time: new Date(clock.now()).toISOString(),
    data: { repository: 'data/ingest', tag: `1.${round}`, digest: randomDigest(), scan: { findings } },
  }
  await app.api.post('/api/v2.0/events', event, { 'content-type': 'application/cloudevents+json' })
  await pass(app, clock)
}

/** Until every delivery has ended or waits for more than the time that a round leaves. */
async function pass({ api }: TestApp, clock: ManualClock): Promise<void> {
  const untilMs = clock.now() + ROUND_MS / 2
  const waiting = async (state: string): Promise<number> =>
    (await api.get(`/api/v2.0/webhook/deliveries?state=${state}&limit=1`)).body.items.length
  await waitUntil(
    async () => {
      if ((await waiting('running')) > 0) return false
      if ((await waiting('pending')) === 0 || clock.now() > untilMs) return true
      clock.advance(500)
      return false
    },
    { what: 'the deliveries of a round end', timeoutMs: 60_000 },
  )
}
