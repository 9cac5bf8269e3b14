import { EVENT_OUTCOMES } from '../../../src/domain/delivery/history.ts'
import type { Route } from '../../../src/http/route.ts'
import { EXECUTION_FIELDS, TASK_FIELDS } from '../../../src/store/delivery/execution-fields.ts'
import { AUDIT_FIELDS } from '../../../src/store/people/audit.ts'

/** A call that changes nothing. */
export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
}

type Values = Readonly<Record<string, string>>
type Properties = Readonly<
  Record<string, { readonly enum?: readonly string[]; readonly properties?: object }>
>

/**
 * Every question that API and console can ask: each list with each of its filters and orders, those of the history with each two of them too, what
 * bulk calls would act on, and what a filter would want.
 *
 * @param things what is there, by the names of parameters
 */
export function everyQuestion(routes: readonly Route[], things: Values): readonly Question[] {
  return routes.flatMap((route): readonly Question[] => {
    const path = pathOf(route.path, things)
    if (route.method === 'POST')
      return bodiesOf(route, things).map((body) => ({ method: 'POST', path, body }))
    if (route.method !== 'GET' || !ANSWERED.test(path)) return []
    return searchesOf(route, things).map((search) => ({ method: 'GET', path: withSearch(path, search) }))
  })
}

/** Harbor 1.10 knew projects by their numbers alone. */
function pathOf(path: string, things: Values): string {
  const project = path.startsWith('/api/projects') ? things['project_id'] : things['project_name_or_id']
  return path.replace(/:(\w+)/g, (_, name: string) =>
    name === 'project_name_or_id' ? (project ?? '') : (things[name] ?? '1'),
  )
}

/** But for live streams, which do not end. */
const ANSWERED = /^\/(api\/(?!.*\/live$)|metrics$)/

function withSearch(path: string, search: Values): string {
  const text = new URLSearchParams(search).toString()
  return text === '' ? path : `${path}?${text}`
}

function searchesOf({ path, schema }: Route, things: Values): readonly Values[] {
  const query = propertiesOf(schema.querystring)
  const needed = neededIn(query, path)
  const alone = Object.keys(query).flatMap((name) =>
    valuesOf(name, { path, query, things }).map((value) => ({ [name]: value })),
  )
  return [{}, ...alone, ...(HISTORY.test(path) ? pairsOf(alone) : [])].map((search) => ({
    ...needed,
    ...search,
  }))
}

/** What a call does not answer without. */
function neededIn(query: Properties, path: string): Values {
  // An export goes through all that it finds.
  if ('format' in query) return { format: 'ndjson', since: SINCE }
  if (path.endsWith('/statistics') && 'since' in query) return { since: SINCE }
  if (path.endsWith('/webhook/jobs')) return { policy_id: '1007' }
  if (path === '/api/v2.0/search') return { q: 'p7' }
  if (path === '/api/v2.0/users/search') return { username: 'a' }
  return {}
}

const HISTORY = /webhook\/(received-events|deliveries)$/

/** Each two filters, with the first value of each. */
function pairsOf(alone: readonly Values[]): readonly Values[] {
  const firsts = [...new Map(alone.toReversed().map((one) => [Object.keys(one)[0], one])).values()]
  return firsts.flatMap((one, index) => firsts.slice(index + 1).map((other) => ({ ...one, ...other })))
}

/** Of calls that can be asked what they would do, and of those that are only questions. */
function bodiesOf({ path, schema, isOnlyQuestion }: Route, things: Values): readonly object[] {
  const body = propertiesOf(schema.body)
  if (isOnlyQuestion === true && path.endsWith('/filters/dry-run'))
    return [{ event_types: ['PUSH_ARTIFACT'] }]
  if (!('dry_run' in body)) return []
  if ('missed' in body)
    return [{}, { missed: true }].map((which) => ({ ...which, since: SINCE, dry_run: true }))
  if (!('filter' in body)) return [{ dry_run: true }]
  const query = propertiesOf(body['filter'])
  const filters = Object.keys(query).flatMap((name) =>
    valuesOf(name, { path, query, things }).map((value) => ({
      filter: { [name]: name.endsWith('_id') ? Number(value) : value },
    })),
  )
  return [{ all: true }, ...filters].map((which) => ({ ...which, dry_run: true }))
}

function propertiesOf(schema: object | undefined): Properties {
  return (schema as { properties?: Properties } | undefined)?.properties ?? {}
}

const SINCE = new Date(Date.now() - 60_000).toISOString()
const UNTIL = new Date(Date.now() - 30_000).toISOString()

const FILTERS: Readonly<Record<string, readonly string[]>> = {
  since: [SINCE],
  until: [UNTIL],
  repository: ['p7/app-6', 'p7/none'],
  tag: ['v7', 'none'],
  operator: ['ci', 'nobody'],
  source: ['default', 'none'],
  status: ['503', '5xx,timeout'],
  target: ['127.0.0.1:1/7', 'none'],
  outcome: EVENT_OUTCOMES,
  words: ['ci', 'no such words'],
  page: ['2'],
  page_size: ['10'],
  reference: ['project'],
  public: ['true'],
  name: ['p7'],
}

interface Asked {
  readonly path: string
  readonly query: Properties
  readonly things: Values
}

function valuesOf(name: string, { path, query, things }: Asked): readonly string[] {
  const ofPath = query[name]?.enum
  if (ofPath !== undefined) return ofPath
  if (name === 'state') return statesOf(path)
  if (name === 'cursor' && path.includes('received-events')) return [things['event_id'] ?? '']
  if (name === 'q' && path !== '/api/v2.0/search') return fieldsOf(path).flatMap(conditionsOn)
  if (name === 'sort') return fieldsOf(path).flatMap((field) => [field, `-${field}`])
  return FILTERS[name] ?? [things[name] ?? '1']
}

/** Those that a call acts on, or lists. */
function statesOf(path: string): readonly string[] {
  if (path.endsWith('/health')) return ['failing', 'working,idle']
  if (path.endsWith('/stop')) return ['pending']
  return [...(path.endsWith('/redeliver') ? [] : ['pending']), 'error,expired', 'success']
}

/** Of the lists of large tables all fields; of the others one. */
function fieldsOf(path: string): readonly string[] {
  if (path.includes('audit')) return Object.keys(AUDIT_FIELDS)
  if (path.includes('executions')) return [...new Set([EXECUTION_FIELDS, TASK_FIELDS].flatMap(Object.keys))]
  return ['name']
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
