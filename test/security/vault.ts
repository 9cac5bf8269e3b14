import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { ApiCall } from '../../src/contract/api-call.ts'
import { ACCOUNT_CHECK, FIGURES_LOOKED_AT, SERVICE_CLOCK } from '../../src/store/setting-names.ts'
import { isOnPostgres } from '../support/app/app-database.ts'
import { apiClient } from '../support/app/api-client.ts'
import { push } from '../support/app/push.ts'
import type { TestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

/** A project of somebody else, with one of everything that a call can name. */
export interface Vault {
  readonly project: string
  readonly projectId: number
  /** Stands in every text of the project, and in no other. */
  readonly canary: string
  /** By the name of a parameter in paths, queries and bodies. */
  readonly names: Readonly<Record<string, string>>
}

/** Fills the project `vault` of an app that retries nothing. Its receiver is gone afterwards. */
export async function fillVault(app: TestApp): Promise<Vault> {
  const project = 'vault'
  const canary = `canary${randomBytes(6).toString('hex')}`
  const { api } = app
  await using receiver = await startReceiver({
    respond: () => ({ status: 503, headers: { 'x-receiver': canary }, body: canary }),
  })
  const target = { address: receiver.url(`/${canary}`), auth_header: `Bearer ${canary}` }
  const policy = await createPolicy(api, { project, name: canary, targets: [target] })
  const repository = `${project}/${canary}`
  const digest = await push(app, { repository, user: canary })
  const { id: delivery } = await policy.endedAlone()
  const problem = await waitUntil(
    async () => (await api.get(`/api/v2.0/projects/${project}/webhook/problems`)).body.items[0],
    { what: 'the failing webhook is a problem', timeoutMs: 10_000 },
  )
  const projectId = (await api.get(`/api/v2.0/projects/${project}`)).body.project_id
  const owner = { username: `owner-${canary}`, password: 'Anchor-Chain-42', email: `${canary}@example.test` }
  const userId = idOf(await api.post('/api/v2.0/users', owner))
  const asMember = { role_id: 1, member_user: { user_id: Number(userId) } }
  const events = await api.get(`/api/v2.0/projects/${project}/webhook/received-events`)
  const access = [{ resource: 'notification-policy', action: 'list' }]
  const robot = {
    name: canary,
    level: 'project',
    duration: -1,
    permissions: [{ kind: 'project', namespace: project, access }],
  }
  const tokens = '/api/v2.0/users/current/tokens'
  const ofOwner = apiClient(app.url, { user: owner.username, password: owner.password })
  const scanner = { name: canary, url: 'http://127.0.0.1:9/' }
  return {
    project,
    projectId,
    canary,
    names: {
      webhook_policy_id: String(policy.id),
      policy_id: String(policy.id),
      execution_id: String(delivery),
      task_id: String(delivery),
      delivery_id: String(delivery),
      target_id: String((await api.get(policy.path)).body.targets[0].id),
      event_id: events.body.items[0].id,
      problem_id: String(problem.id),
      mid: idOf(await api.post(`/api/v2.0/projects/${project}/members`, asMember)),
      user_id: userId,
      robot_id: idOf(await api.post('/api/v2.0/robots', robot)),
      token_id: idOf(await ofOwner.post(tokens, { name: canary })),
      registration_id: idOf(await api.post('/api/v2.0/scanners', scanner)),
      source_id: idOf(
        await api.post('/api/v2.0/sources', { name: `s-${canary}`, kind: 'generic', settings: {} }),
      ),
      source: `s-${canary}`,
      // Of nobody: who knows the code of a log-in that waits may decide it.
      user_code: 'BCDF-GHJK',
      reference_id: String(projectId),
      id: String((await api.get(`/api/v2.0/quotas?reference_id=${projectId}`)).body[0].id),
      legal_hold_id: String((await api.post('/api/v2.0/legal-holds', { project, reason: canary })).body.id),
      repository_name: canary,
      reference: digest,
      meta_name: 'public',
      event_type: 'PUSH_ARTIFACT',
      name: canary,
      version: '1.0.0',
      file: `${canary}-1.0.0.tgz`,
    },
  }
}

function idOf({ status, headers }: Awaited<ReturnType<TestApp['api']['post']>>): string {
  expect(status).toBe(201)
  return String(headers['location']).split('/').at(-1) ?? ''
}

/** The path of a call with what the vault has under the names of its parameters. @throws Error for an unknown parameter */
export function pathInto(
  { names }: Vault,
  { path, operation }: Pick<ApiCall, 'path' | 'operation'>,
  project: string,
) {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = name === 'project_name_or_id' ? project : names[name]
    if (value === undefined)
      throw new Error(`test/security/vault.ts has no ${name}, which ${operation} needs`)
    return encodeURIComponent(value)
  })
}

/** Tables of what is recorded of requests, or goes on by itself, whatever is called. */
const PASSING =
  /^(?:audit|session|node|login_try|device_login|transaction_mark|duty|instance|hour_figures|hour_to_count|kysely_.*|sqlite_sequence)$/

/** Settings that go on by themselves. */
const PASSING_SETTINGS: readonly unknown[] = [SERVICE_CLOCK, ACCOUNT_CHECK, FIGURES_LOOKED_AT]

/** Of a source: when it was heard last, and with which tokens. */
const PASSING_COLUMNS = /^(?:last_event_at|wrong_token_.*|refused_since|last_refused_at)$/

/** Everything that is stored, by table, but for what passes by itself. */
export function contentOf(app: TestApp): Readonly<Record<string, string>> {
  const tables = app.rows(
    isOnPostgres
      ? 'select tablename as name from pg_tables where schemaname = current_schema() order by 1'
      : "select name from sqlite_master where type = 'table' order by 1",
  )
  const kept = tables.map(({ name }) => String(name)).filter((name) => !PASSING.test(name))
  const rowsOf = (name: string): readonly string[] =>
    app
      .rows(`select * from "${name}"`)
      .filter((row) => !PASSING_SETTINGS.includes(row['name']))
      .map(textOf)
      .toSorted()
  return Object.fromEntries(kept.map((name) => [name, rowsOf(name).join('\n')]))
}

/** BLOBs and big integers too. */
const textOf = (row: unknown): string =>
  JSON.stringify(row, (name, value: unknown) => {
    if (PASSING_COLUMNS.test(name)) return undefined
    return typeof value === 'bigint' ? String(value) : value
  })
