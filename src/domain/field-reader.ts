import { BellbuoyError } from './errors.ts'
import type { Json, JsonObject } from './event/event-detail.ts'
import { isDeeperThan, wellFormedJson } from './json-value.ts'

const MAX_TEXT = 1024
/** The last character of a text that was cut. */
const CUT_MARK = '…'
/** Nesting of JSON that is kept as it was reported. */
const MAX_DEPTH = 32
const MAX_JSON_CHARACTERS = 256 * 1024
/** Up to the year 9999, the last that RFC 3339 can write. */
const MAX_SECONDS = 253_402_300_799

/**
 * Reads the fields of an object that another system sent. An absent field and null are read as empty or null; a field of the
 * wrong kind is refused. What identifies something is refused when it is too long; what only describes it is cut.
 */
export class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #path: string

  /** @throws BellbuoyError `BAD_REQUEST` when it is no object, and from every method, naming the field and the fault */
  constructor(value: unknown, path: string) {
    this.#path = path
    if (!isObject(value)) throw this.#fault('', 'must be an object')
    this.#fields = value
  }

  has(name: string): boolean {
    return (this.#fields[name] ?? null) !== null
  }

  names(): readonly string[] {
    return Object.keys(this.#fields)
  }

  /** Without any field when absent. */
  object(name: string): FieldReader {
    return new FieldReader(this.#fields[name] ?? {}, this.#pathOf(name))
  }

  /** Empty when absent. */
  objects(name: string, max = Infinity): readonly FieldReader[] {
    return this.list(name, (value, path) => new FieldReader(value, path), max)
  }

  /** Empty when absent. */
  list<Item>(name: string, read: (value: unknown, path: string) => Item, max: number): readonly Item[] {
    const value = this.#fields[name] ?? []
    if (!Array.isArray(value)) return this.fail(name, 'must be an array')
    if (value.length > max) return this.fail(name, `has more than ${max} entries`)
    return value.map((entry, index) => read(entry, `${this.#pathOf(name)}[${index}]`))
  }

  texts(name: string, max: number): readonly string[] {
    return this.list(
      name,
      (value, path) => {
        if (typeof value === 'string' && value.length <= MAX_TEXT) return value.toWellFormed()
        throw new BellbuoyError(
          'BAD_REQUEST',
          `${path} must be a string of ${MAX_TEXT} characters at the most`,
        )
      },
      max,
    )
  }

  /** A text on one line, without control characters: a name, an id. Empty when absent. */
  line(name: string, max = MAX_TEXT): string {
    const text = this.text(name, max)
    return /\p{Cc}/u.test(text) ? this.fail(name, 'holds a control character') : text
  }

  requiredLine(name: string): string {
    return this.line(name) || this.fail(name, 'missing')
  }

  requiredText(name: string): string {
    return this.text(name) || this.fail(name, 'missing')
  }

  /** A text, well-formed as Go's decoder writes it; empty when absent. */
  text(name: string, max = MAX_TEXT): string {
    const value = this.#fields[name] ?? ''
    if (typeof value !== 'string') return this.fail(name, 'must be a string')
    if (value.length > max) return this.fail(name, `is longer than ${max} characters`)
    return value.toWellFormed()
  }

  /**
   * A text that describes and identifies nothing, such as a user agent: one that is longer than `max` UTF-16 units is cut to
   * them, the mark `…` at its end included. Empty when absent.
   */
  cut(name: string, max = MAX_TEXT): string {
    return cutText(this.text(name, Infinity), max)
  }

  /** As `cut`, on one line: control characters become spaces. */
  cutLine(name: string, max = MAX_TEXT): string {
    return this.cut(name, max).replaceAll(/\p{Cc}/gu, ' ')
  }

  /** Null when absent or empty. */
  matching(name: string, pattern: RegExp, max: number): string | null {
    const text = this.text(name)
    if (text === '') return null
    return text.length <= max && pattern.test(text) ? text : this.fail(name, 'is not in the registry grammar')
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | null {
    const text = this.text(name)
    if (text === '') return null
    return values.find((value) => value === text) ?? this.fail(name, `must be one of ${values.join(', ')}`)
  }

  /** A whole number from 0, or null when absent. */
  count(name: string): number | null {
    const value = this.#fields[name] ?? null
    if (value === null || (Number.isSafeInteger(value) && Number(value) >= 0)) return value as number | null
    return this.fail(name, 'must be a whole number from 0')
  }

  /** A number that somebody claims and nobody checks: null also when it is no whole number from 0. */
  claimedCount(name: string): number | null {
    const value = this.#fields[name] ?? null
    return Number.isSafeInteger(value) && Number(value) >= 0 ? (value as number) : null
  }

  /** RFC 3339 as milliseconds, or null when absent. */
  time(name: string): number | null {
    const text = this.text(name)
    if (text === '') return null
    const timeMs = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(text) ? Date.parse(text) : NaN
    return Number.isNaN(timeMs) ? this.fail(name, 'is not a time in RFC 3339') : timeMs
  }

  /** Unix seconds as milliseconds, or null when absent. */
  seconds(name: string): number | null {
    const seconds = this.count(name)
    return seconds === null || seconds <= MAX_SECONDS
      ? seconds && seconds * 1000
      : this.fail(name, 'is after the year 9999')
  }

  /** An object that is kept as it was reported, within limits; null when absent. */
  kept(name: string): JsonObject | null {
    const value = this.#fields[name] ?? null
    if (value === null) return null
    if (!isObject(value)) return this.fail(name, 'must be an object')
    if (isDeeperThan(value, MAX_DEPTH)) return this.fail(name, `is nested more than ${MAX_DEPTH} deep`)
    if (JSON.stringify(value).length > MAX_JSON_CHARACTERS)
      return this.fail(name, `is longer than ${MAX_JSON_CHARACTERS} characters`)
    return wellFormedJson(value) as Record<string, Json>
  }

  fail(name: string, problem: string): never {
    throw this.#fault(this.#pathOf(name), problem)
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`
  }

  #fault(path: string, problem: string): BellbuoyError {
    return new BellbuoyError('BAD_REQUEST', `${path || this.#path || 'the body'} ${problem}`)
  }
}

/** A text of `max` UTF-16 units at the most; one that was cut ends in `…` and has no half of a character. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const kept = text.slice(0, max - CUT_MARK.length)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}${CUT_MARK}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
