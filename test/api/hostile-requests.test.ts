import fc from 'fast-check'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '../../src/http/route.ts'
import { adminPassword, sourceToken } from '../support/app/bellbuoy-process.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

/** Requests to each route; raise it for a longer hunt. */
const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 40)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

/** Text as it may stand in a path, a query or a header. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1.5',
    '9007199254740993',
    '99999999999999999999',
    'null',
    'true',
    ' ',
    '%',
    '..',
  ),
  fc.constantFrom(
    'shop',
    '1e9',
    '0x10',
    "'; drop table event; --",
    '\u0000',
    '\ud800',
    '🛟',
    'a'.repeat(300),
  ),
)
const term = fc.oneof(
  fc.tuple(fc.constantFrom('name', 'id', 'creation_time', 'enabled', 'status', 'x', 'id__in'), text),
  fc.tuple(text, text),
)
const q = fc.oneof(
  text,
  fc
    .array(
      fc
        .tuple(term, fc.constantFrom('=', '=~', '=[', '={', '=(', '=~~'))
        .map(([[k, v], sign]) => `${k}${sign}${v}`),
    )
    .map((terms) => terms.join(',')),
  fc.constantFrom(
    'id=[1~',
    'id=[~]',
    'id={}',
    'name=~',
    'id=[1~2~3]',
    'creation_time=[2026-13-45T99:99:99~]',
    '%25%',
  ),
)
const query = fc.dictionary(
  fc.constantFrom(
    'page',
    'page_size',
    'name',
    'policy_id',
    'status',
    'cursor',
    'limit',
    'since',
    'until',
    'state',
  ),
  text,
)
const sort = fc.oneof(text, fc.constantFrom('-', ',', '-id,name,', '__proto__', 'constructor'))
const headers = fc.record(
  {
    'x-is-resource-name': fc.constantFrom('true', 'false', '1', ''),
    'x-request-id': fc.constantFrom('', 'x', 'y'.repeat(500), '"', 'ä'),
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=x',
      'text/plain',
      '',
      'json',
      '/',
    ),
    accept: fc.constantFrom('*/*', 'nonsense', ''),
    cookie: fc.constantFrom('sid=x', 'sid', '=;=', 'sid="'),
  },
  { requiredKeys: [] },
)

/** Bodies: no JSON at all, any JSON, and the route's own keys with any values. */
function bodyOf({ schema }: Route): fc.Arbitrary<string> {
  const { properties = {} } = (schema.body ?? {}) as { properties?: object }
  const keys = Object.keys(properties)
  const own = fc.dictionary(fc.constantFrom('__proto__', 'id', ...keys), fc.oneof(fc.jsonValue(), text))
  return fc.oneof(
    fc.constantFrom('', '{', '[]', 'null', '""', '0', '{"a":1}}', '['.repeat(5000)),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    own.map((value) => JSON.stringify(value)),
  )
}

const pathOf = ({ path }: Route): fc.Arbitrary<string> => {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? text.map(encoded) : fc.constant(part)))
  return fc.tuple(...parts).map((known) => known.join('/'))
}

/** A lone surrogate cannot be percent-encoded. */
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed())

test('no request, however malformed, is answered with a fault of ours', async () => {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const faults: string[] = []
  for (const line of app.routes) {
    const one = fc.record({ path: pathOf(line), query, q, sort, headers, body: bodyOf(line) })
    for (const sample of fc.sample(one, { numRuns: RUNS, seed: 20261124 })) {
      const search = new URLSearchParams({
        ...sample.query,
        q: sample.q.toWellFormed(),
        sort: sample.sort.toWellFormed(),
      })
      const status = await send(line, `${sample.path}?${search.toString()}`, sample.headers, sample.body)
      if (status >= 500)
        faults.push(
          `${status} ${line.method} ${sample.path}?${search.toString()} ${sample.body.slice(0, 300)}`,
        )
    }
  }
  // What the log says of a fault is what one needs to mend it.
  const told = app.log.filter(({ level }) => Number(level) >= 50).slice(0, 3)
  expect({ faults, told }).toEqual({ faults: [], told: [] })
}, 240_000)

async function send(
  { method, path }: Route,
  url: string,
  more: Readonly<Record<string, string>>,
  body: string,
): Promise<number> {
  const basic = `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`
  const authorization = path.startsWith('/service/') ? `Bearer ${sourceToken}` : basic
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const given = { 'content-type': 'application/json', ...more, authorization }
  const asBytes = Object.entries(given).map(([name, value]) => [name, Buffer.from(value).toString('latin1')])
  const answer = await request(new URL(url, app.url), {
    method,
    headers: Object.fromEntries(asBytes) as Record<string, string>,
    ...(hasBody && { body }),
  })
  // A stream of events would not end by itself.
  if (answer.headers['content-type'] === 'text/event-stream')
    answer.body.on('error', () => undefined).destroy()
  else await answer.body.dump()
  return answer.statusCode
}
