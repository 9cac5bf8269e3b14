import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { EVENT_OUTCOMES } from '../../src/domain/delivery/history.ts'
import type { Route } from '../../src/http/route.ts'
import { EXECUTION_FIELDS, TASK_FIELDS } from '../../src/store/delivery/execution-fields.ts'
import { AUDIT_FIELDS } from '../../src/store/people/audit.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { largePostgresHistory } from '../support/postgres/large-postgres-history.ts'
import { type LoggedPlan, logPlans, planReader } from '../support/postgres/logged-plans.ts'
import { type PostgresDatabase, postgresDatabase } from '../support/postgres/postgres-databases.ts'

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
  { timeout: 600_000 + ROWS },
  async () => {
    const found: Record<string, string> = {}
    const lookedEverywhere: Record<string, string> = {}
    let statements = 0
    for (const path of app.routes.filter(isAsked).flatMap(pathsOf)) {
      const { status } = await app.api.get(path)
      if (status >= 500) found[`${path}: ${status}`] = path
      for (const { text, scanned, ranges } of await plansOfWork()) {
        statements++
        for (const table of scanned) if (isLarge(table, { path, text })) found[`${table}: ${text}`] ??= path
        if (ranges.some(isEmpty)) lookedEverywhere[text] ??= path
      }
    }
    expect(found).toEqual({})
    expect(lookedEverywhere, 'payloads and attempts are looked for in the ranges of their ids').toEqual({})
    expect(statements).toBeGreaterThan(1000)
  },
)

test(
  'what is accepted, attempted and claimed again looks into one range of payloads and attempts',
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
    const found = (await plansOfWork()).filter(({ ranges }) => ranges.length > 0)
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

function isAsked({ method, path }: Route): boolean {
  return method === 'GET' && path.startsWith('/api/') && !path.endsWith('/live')
}

/** Things that are there, by the names of parameters. */
const THINGS: Readonly<Record<string, string>> = {
  project_name_or_id: 'p7',
  project_name: 'p7',
  project_id: '1007',
  webhook_policy_id: '1007',
  policy_id: '1007',
  target_id: '1007',
  execution_id: '1507',
  task_id: '1507',
  delivery_id: '1507',
  event_id: '00000000-0000-7000-8000-000000000000',
  event_type: 'PUSH_ARTIFACT',
  id: '1',
}

/** The path with every one of its filters, alone. */
function pathsOf({ path, schema }: Route): readonly string[] {
  const plain = path.replace(/:(\w+)/g, (_, name: string) => THINGS[name] ?? '1')
  const query =
    (schema.querystring as { properties?: Readonly<Record<string, unknown>> } | undefined)?.properties ?? {}
  const alone = Object.keys(query).flatMap((name) => valuesOf(name, path).map((value) => ({ [name]: value })))
  const needed = 'since' in query ? [{}, { since: SINCE }] : [{}]
  return [...needed, ...alone].map((given) => {
    const search = new URLSearchParams(given).toString()
    return search === '' ? plain : `${plain}?${search}`
  })
}

const SORTED_BY_TIME = /(received-events|deliveries)(\/export)?$/
const SINCE = new Date(Date.now() - 60_000).toISOString()

/** Of the lists of large tables all fields; of the others one. */
function fieldsOf(path: string): readonly string[] {
  if (path.includes('audit')) return Object.keys(AUDIT_FIELDS)
  if (path.includes('executions')) return [...new Set([EXECUTION_FIELDS, TASK_FIELDS].flatMap(Object.keys))]
  return ['name']
}

/** Values of the filters of lists. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  since: [SINCE],
  until: [SINCE],
  state: ['pending', 'error,expired', 'success'],
  redelivered: ['true', 'false'],
  repository: ['p7/app-6', 'p7/none'],
  tag: ['v7', 'none'],
  operator: ['ci', 'nobody'],
  source: ['default', 'none'],
  status: ['503', '5xx,timeout'],
  target: ['127.0.0.1:1/7', 'none'],
  outcome: EVENT_OUTCOMES,
  words: ['ci', 'no such words'],
  format: ['csv', 'ndjson'],
}

function valuesOf(name: string, path: string): readonly string[] {
  switch (name) {
    case 'q':
      return fieldsOf(path).flatMap(conditionsOn)
    case 'sort':
      if (SORTED_BY_TIME.test(path)) return ['accepted_at', 'created_at']
      return fieldsOf(path).flatMap((field) => [field, `-${field}`])
    case 'page':
      return ['2']
    case 'page_size':
      return ['10']
    default:
      return VALUES[name] ?? [THINGS[name] ?? '1']
  }
}

function conditionsOn(field: string): readonly string[] {
  const value = /time/.test(field) ? '2026-03-01' : /id$|count|status$/.test(field) ? '7' : 'x'
  return [
    `${field}=${value}`,
    `${field}=~${value}`,
    `${field}=[${value}~${value}]`,
    `${field}={${value} ${value}}`,
  ]
}
