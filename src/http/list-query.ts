import { badRequest } from '../domain/errors.ts'
import type { Condition, ListQuery, Order, Scalar } from '../domain/list-query.ts'

/** More terms than anyone means; a database refuses them from some number on. */
const MAX_TERMS = 100

/** What stands behind a field's name: Django's manner, which Harbor's ORM takes too. */
const SUFFIXES = {
  exact: (field: string, value: string): Condition => ({ field, is: 'equal', value }),
  icontains: (field: string, value: string): Condition => ({ field, is: 'like', value }),
  in: (field: string, value: string): Condition => ({ field, is: 'one of', values: [scalar(value)] }),
  gte: (field: string, value: string): Condition => ({ field, is: 'between', min: scalar(value), max: null }),
  lte: (field: string, value: string): Condition => ({ field, is: 'between', min: null, max: scalar(value) }),
  gt: (field: string, value: string): Condition => ({ field, is: 'above', value: scalar(value) }),
  lt: (field: string, value: string): Condition => ({ field, is: 'below', value: scalar(value) }),
}

/**
 * Reads Harbor's `q` and `sort` (`src/lib/q/builder.go`). `q` is `key=value` terms joined by commas: `k=v`, `k=~v`,
 * `k=[a~b]`, `k={a b}`; `k=(a b)` is read and has no effect, as in Harbor. It is percent-decoded here once more than by the
 * HTTP layer, because Harbor's own console encodes it twice; one with a malformed escape is taken as it is. `sort` is `a,-b`.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the term, or for more than 100 terms in either
 */
export function listQuery({ q = '', sort = '' }: { readonly q?: string; readonly sort?: string }): ListQuery {
  return { conditions: conditionsOf(decoded(q)), order: ordersOf(sort) }
}

function decoded(q: string): string {
  try {
    return decodeURIComponent(q.replaceAll('+', ' '))
  } catch {
    return q
  }
}

function conditionsOf(q: string): readonly Condition[] {
  if (q.trim() === '') return []
  return terms('q', q).flatMap((term) => {
    const equals = term.indexOf('=')
    const key = term.slice(0, Math.max(0, equals)).trim()
    const value = term.slice(equals + 1).trim()
    if (key === '' || value === '') {
      throw badRequest('the query string must contain "=" and the key/value cannot be empty')
    }
    return conditionOf(key, value) ?? []
  })
}

function conditionOf(key: string, value: string): Condition | null {
  const [name = '', suffix = ''] = key.split('__', 2)
  const field = fieldOf(name)
  if (suffix in SUFFIXES) return SUFFIXES[suffix as keyof typeof SUFFIXES](field, value)
  if (value.startsWith('~'))
    return value.length > 1 ? { field, is: 'like', value: value.slice(1) } : malformed(value)
  if (value.startsWith('[')) return range(field, value)
  if (value.startsWith('{')) return { field, is: 'one of', values: list(value, '}') }
  if (value.startsWith('(')) {
    list(value, ')')
    return null
  }
  return { field, is: 'equal', value: value.replace(/^\\/, '') }
}

/** A field may be called by its column or by its name in Harbor's Go code: `CreationTime` is `creation_time`. */
function fieldOf(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
}

function range(field: string, value: string): Condition {
  const [min, max, ...more] = inner(value, ']').split('~')
  if (min === undefined || max === undefined || more.length > 0 || min + max === '') return malformed(value)
  return { field, is: 'between', min: min === '' ? null : scalar(min), max: max === '' ? null : scalar(max) }
}

function list(value: string, end: string): readonly Scalar[] {
  const values = inner(value, end).split(' ').filter(Boolean).map(scalar)
  return values.length > 0 ? values : malformed(value)
}

function inner(value: string, end: string): string {
  return value.endsWith(end) ? value.slice(1, -1).trim() : malformed(value)
}

/** A whole number is one, anything else is text without the quotes around it; a list knows which of its fields are times. */
function scalar(text: string): Scalar {
  const trimmed = text.trim()
  if (/^-?\d{1,15}$/.test(trimmed)) return Number(trimmed)
  return trimmed.replace(/^["']+|["']+$/g, '')
}

function ordersOf(sort: string): readonly Order[] {
  const names = terms('sort', sort).map((name) => name.trim())
  return names
    .filter((name) => name !== '' && name !== '-')
    .map((name) => ({ field: fieldOf(name.replace(/^-/, '')), descending: name.startsWith('-') }))
}

function terms(parameter: string, text: string): readonly string[] {
  const all = text.split(',')
  if (all.length > MAX_TERMS) throw badRequest(`${parameter} has more than ${MAX_TERMS} terms`)
  return all
}

function malformed(value: string): never {
  throw badRequest(`invalid query string value: ${value}`)
}
