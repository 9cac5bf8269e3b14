import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { everyQuestion } from '../support/app/every-question.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { largePostgresHistory } from '../support/postgres/large-postgres-history.ts'
import { type LoggedPlan, logPlans, planReader } from '../support/postgres/logged-plans.ts'
import { type PostgresDatabase, postgresDatabase } from '../support/postgres/postgres-databases.ts'

const SINCE = new Date(Date.now() - 60_000).toISOString()
const ROWS = Number(process.env['PLAN_ROWS'] ?? 200_000)
/** Tables that grow with what registries report. */
const LARGE = new Set([
  'event',
  'payload',
  'delivery',
  'attempt',
  'repository',
  'tag',
  'manifest',
  'manifest_reference',
  'manifest_child',
  'blob',
  'report_key',
])
/** Grows with what people do; a part of a text, a field of few values and a total of all are read row by row. */
const AUDIT_BY_INDEX =
  /\?(page|q=(id|username|resource|op_time|operation_id|project_id)%3D(?!%7E)|sort=-?id$)/
/** Look for a part of a name, which no index serves, and count all there are. */
const OF_ALL = /^\/api\/v2.0\/(search\?|statistics$)/

let database: PostgresDatabase
let app: TestApp
let newPlans: () => Promise<readonly LoggedPlan[]>

beforeAll(async () => {
  database = await postgresDatabase()
  const name = new URL(database.url).pathname.slice(1)
  for (const statement of logPlans(name)) await database.query(statement)
  app = await startTestApp({
    settings: { WEBHOOK_INITIAL_WAIT_MS: '10' },
    database: { url: database.url, file: '', rows: () => [], [Symbol.asyncDispose]: () => Promise.resolve() },
  })
  for (const statement of largePostgresHistory(ROWS)) await database.query(statement)
  newPlans = planReader(join(inject('runFolder'), 'log'))
  await newPlans()
}, 300_000 + ROWS)

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

test(
  'no call of API and console reads a large table from end to end',
  { timeout: 1_200_000 + ROWS },
  async () => {
    const found: Record<string, string> = {}
    const lookedEverywhere: Record<string, string> = {}
    let statements = 0
    for (const { method, path, body } of everyQuestion(app.routes, await thingsThere())) {
      const { status } = method === 'GET' ? await app.api.get(path) : await app.api.post(path, body)
      const question = body === undefined ? path : `${path} ${JSON.stringify(body)}`
      if (!isAnswered(status, path)) found[`${question}: ${status}`] = question
      for (const { text, scanned, ranges } of await plansOfWork()) {
        statements++
        for (const table of scanned)
          if (isLarge(table, { path, text })) found[`${table}: ${text}`] ??= question
        if (ranges.some(isEmpty)) lookedEverywhere[text] ??= question
      }
    }
    expect(found).toEqual({})
    expect(lookedEverywhere, 'payloads and attempts are looked for in the ranges of their ids').toEqual({})
    expect(statements).toBeGreaterThan(1000)
  },
)

test(
  'no change that a person asks for reads a large table from end to end',
  { timeout: 240_000 },
  async () => {
    const found: Record<string, string> = {}
    await newPlans()
    for (const [method, path, body] of CHANGES) {
      const { status } = await app.api[method](`/api/v2.0${path}`, body)
      expect(status, path).toBeLessThan(400)
      for (const { text, scanned } of await plansOfWork())
        for (const table of scanned) if (LARGE.has(table)) found[`${table}: ${text}`] ??= path
    }
    expect(found).toEqual({})
  },
)

/** In an order in which each has something to do. */
const CHANGES: readonly (readonly ['post' | 'delete', string, object?])[] = [
  ['post', '/projects/p7/webhook/targets/1007/pause'],
  ['post', '/webhook/deliveries/1005/redeliver'],
  ['post', '/webhook/deliveries/1101/stop'],
  ['post', '/projects/p7/webhook/targets/1007/resume'],
  ['post', '/projects/p7/webhook/hold'],
  ['post', '/projects/p7/webhook/deliveries/redeliver', { filter: { state: 'error' } }],
  ['post', '/projects/p7/webhook/deliveries/stop', { filter: { state: 'pending' } }],
  ['post', '/projects/p7/webhook/policies/1007/replay', { since: SINCE }],
  ['post', '/projects/p7/webhook/policies/1007/replay', { since: SINCE, missed: true }],
  ['post', '/webhook/problems/1000/redeliver'],
  ['post', '/projects/p7/webhook/release'],
  ['delete', '/projects/p7/webhook/policies/1007'],
]

test(
  'what is accepted, attempted and claimed again finds its rows by an index, and looks into one range of payloads and attempts',
  { timeout: 60_000 },
  async () => {
    await using receiver = await startReceiver({
      respond: (_, index) => ({ status: index < EVENTS ? 500 : 200 }),
    })
    const policy = await createPolicy(app.api, { project: 'new', targets: [receiver.url()] })
    await newPlans()
    const push = (tag: string) => pushEvent({ repository: 'new/app', tag, digest: randomDigest() })
    await app.postEnvelope(envelope(Array.from({ length: EVENTS }, (_, n) => push(`v${n}`))))
    await policy.ended(EVENTS)
    const plans = await plansOfWork()
    for (const { text, scanned } of plans)
      expect(
        scanned.filter((table) => LARGE.has(table)),
        text,
      ).toEqual([])
    const found = plans.filter(({ ranges }) => ranges.length > 0)
    expect(found.length).toBeGreaterThan(0)
    for (const { text, ranges } of found)
      for (const range of ranges) expect(range, text).toMatch(/^(payload|attempt)_from_0$/)
  },
)

const EVENTS = 3

/** But for the look whether ranges are there ahead. */
async function plansOfWork(): Promise<readonly LoggedPlan[]> {
  return (await newPlans()).filter(({ text }) => !text.includes('_rest"'))
}

/** Of a partition that nobody looks into who knows the ids. */
function isEmpty(partition: string): boolean {
  return partition.endsWith('_rest')
}

function isLarge(table: string, { path, text }: { readonly path: string; readonly text: string }): boolean {
  if (table === 'audit') return AUDIT_BY_INDEX.test(path) && !text.endsWith('from "audit"')
  return LARGE.has(table) && !OF_ALL.test(path)
}

/** A question that is refused asks the database nothing. What is in small tables may be missing, and a policy of a project is none of the system. */
function isAnswered(status: number, path: string): boolean {
  return status < 400 || (status === 404 && (!/webhook|quotas/.test(path) || OF_SYSTEM.test(path)))
}

const OF_SYSTEM = /^\/api\/v2.0\/webhook\/policies\//

/** By the names of parameters; the delivery belongs to the policy. */
async function thingsThere(): Promise<Readonly<Record<string, string>>> {
  const [event] = await database.query(
    `select encode(uuid, 'hex')::uuid::text as id from event where id = 1005`,
  )
  return {
    project_name_or_id: 'p7',
    project_name: 'p7',
    project_id: '1007',
    webhook_policy_id: '1007',
    policy_id: '1007',
    target_id: '1007',
    execution_id: '1005',
    task_id: '1005',
    delivery_id: '1005',
    problem_id: '1000',
    event_id: String(event?.['id']),
    event_type: 'PUSH_ARTIFACT',
    payload_format: 'Default',
    id: '1007',
    cursor: '1005',
    reference_id: '1007',
  }
}
