import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { harborCallsPage } from '../../docs/harbor-calls-page.ts'
import { HARBOR_RELEASE, HARBOR_SUBJECTS, SUBJECTS_THAT_ARE_ABSENT } from '../../docs/harbor-calls.ts'
import type { HarborCall } from '../../docs/harbor-calls/harbor-call.ts'
import type { ApiCall } from '../../src/contract/api-call.ts'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const HARBOR_2 = '/api/v2.0'

/** Calls of ours at paths that Harbor does not have, whose bodies may have unknown keys: they are not marked as ours. */
const NOT_HARBORS = [
  'GetApiPage',
  'GetOpenApiDocument',
  'CreateEvents',
  ...EVERY_CALL.filter(({ path }) => path.startsWith(`${HARBOR_2}/webhook/`)).map(
    ({ operation }) => operation,
  ),
]

/** A call without the names of the parameters in its path, which only who wrote it knows. */
const keyOf = (method: string, path: string): string => `${method} ${path.replaceAll(/\{\w+\}|:\w+/g, '{}')}`

interface Listed {
  readonly key: string
  readonly harbors: HarborCall
}

const listed: readonly Listed[] = HARBOR_SUBJECTS.flatMap(({ base, calls }) =>
  calls.map((harbors) => {
    const [method = '', path = ''] = harbors.call.split(' ')
    return { key: keyOf(method, `${base}${path}`), harbors }
  }),
)
const ours: ReadonlyMap<string, ApiCall> = new Map(
  EVERY_CALL.map((call) => [keyOf(call.method, call.path), call]),
)

const there = listed.filter(({ harbors }) => !('absent' in harbors))

test.for(there.map(({ key, harbors }) => [key, harbors] as const))(
  '%s is a call of ours, with Harbor’s operation and the parameters of its query',
  ([key, { operation, query = '', ...verdict }]) => {
    const call = ours.get(key)
    expect(call).toBeDefined()
    if (operation !== undefined) expect(call?.operation.toLowerCase()).toBe(operation.toLowerCase())
    expect(call?.isOurs ?? false).toBe(false)
    const taken = Object.keys(call?.schema.querystring?.properties ?? {})
    const missing = query.split(' ').filter((name) => name !== '' && !taken.includes(name))
    // A reason names the parameters that have no effect.
    const why = 'differs' in verdict ? verdict.differs : ''
    expect(missing.filter((name) => !why.includes(`\`${name}\``))).toEqual([])
  },
)

test('a call that is absent is no call of ours', () => {
  const absent = listed.filter(({ harbors }) => 'absent' in harbors)
  expect(absent.map(({ key }) => key).filter((key) => ours.has(key))).toEqual([])
})

test('no call and no operation is listed twice', () => {
  expect(repeated(listed.map(({ key }) => key))).toEqual([])
  expect(repeated(listed.flatMap(({ harbors: { operation } }) => operation ?? []))).toEqual([])
})

test('every call of ours that has Harbor’s shape is listed', () => {
  const keys = listed.map(({ key }) => key)
  const harbors = EVERY_CALL.filter(
    ({ path, operation, isOurs }) =>
      isOurs !== true && isHarborsPath(path) && !NOT_HARBORS.includes(operation),
  )
  expect(harbors.map(({ method, path }) => keyOf(method, path)).filter((key) => !keys.includes(key))).toEqual(
    [],
  )
})

test('of a subject that is absent, we have only calls that are listed', () => {
  const keys = listed.map(({ key }) => key)
  const begins = SUBJECTS_THAT_ARE_ABSENT.flatMap(({ paths }) => paths.map((path) => `${HARBOR_2}${path}`))
  const found = [...ours.keys()].filter((key) => begins.some((begin) => isBelow(key.split(' ')[1]!, begin)))
  expect(found.filter((key) => !keys.includes(key))).toEqual([])
})

test('clients learn the version of Harbor whose calls are listed', async () => {
  await using app = await startTestApp()
  const { body } = await app.api.get('/api/v2.0/systeminfo')
  expect(body.harbor_version).toMatch(new RegExp(`^v${HARBOR_RELEASE}\\.\\d+-bellbuoy-`))
})

test('a reason is one short sentence', () => {
  const reasons = listed.flatMap(({ harbors }) =>
    'differs' in harbors ? harbors.differs : 'absent' in harbors ? harbors.absent : [],
  )
  expect(reasons.filter((reason) => reason.length > 120 || reason.endsWith('.'))).toEqual([])
})

test('docs/harbor-calls.md is up to date (node_modules/.bin/node docs/generate-harbor-calls.ts writes it)', () => {
  const page = readFileSync(new URL('../../docs/harbor-calls.md', import.meta.url), 'utf8')
  expect(page).toBe(harborCallsPage())
})

/** The API of Harbor 2, and the projects and facts of 1.10; charts have a page of their own. */
function isHarborsPath(path: string): boolean {
  return [`${HARBOR_2}/`, '/api/projects', '/api/systeminfo'].some((begin) => path.startsWith(begin))
}

function isBelow(path: string, begin: string): boolean {
  return path === begin || path.startsWith(`${begin}/`)
}

function repeated(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index)
}
