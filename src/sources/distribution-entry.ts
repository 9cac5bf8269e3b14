import { BellbuoyError } from '../domain/errors.ts'
import type { Descriptor } from '../domain/event/descriptor.ts'
import { DIGEST, REPOSITORY, TAG } from '../domain/event/registry-grammar.ts'

/** One entry of a notification envelope, checked; what the registry left out is null or empty. */
export interface EnvelopeEntry {
  readonly id: string
  readonly timestampMs: number
  readonly action: string
  readonly repository: string
  readonly digest: string | null
  readonly tag: string | null
  readonly mediaType: string | null
  readonly sizeBytes: number | null
  /** Empty unless the registry has `includereferences: true`. */
  readonly references: readonly Descriptor[]
  readonly actor: string
  readonly host: string
  readonly method: string
  readonly userAgent: string
  /** Without its port, which is another for every connection. */
  readonly address: string
  readonly requestId: string
}

const MAX_TEXT = 1024

/**
 * Reads one entry of an envelope.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the field that no registry would send so
 */
export function readEntry(value: unknown, index: number): EnvelopeEntry {
  const read = new EntryReader(value, `events[${index}]`)
  const target = read.object('target')
  const request = read.object('request')
  const action = read.text('action')
  return {
    id: read.required('id'),
    timestampMs: read.time('timestamp'),
    action,
    repository: target.matching('repository', REPOSITORY, 255) ?? target.fail('repository', 'missing'),
    digest: target.matching('digest', DIGEST, 255),
    tag: target.matching('tag', TAG, 128),
    mediaType: target.text('mediaType') || null,
    sizeBytes: target.size('size'),
    references: target.objects('references').map(readReference),
    actor: read.object('actor').text('name'),
    host: request.text('host'),
    method: request.text('method').toUpperCase(),
    userAgent: request.text('useragent'),
    address: request.text('addr').replace(/:\d+$/, ''),
    requestId: request.text('id'),
  }
}

function readReference(reference: EntryReader): Descriptor {
  const platform = reference.object('platform')
  const parts = ['os', 'architecture', 'variant'].map((part) => platform.text(part))
  return {
    digest: reference.matching('digest', DIGEST, 255) ?? reference.fail('digest', 'missing'),
    mediaType: reference.text('mediaType'),
    sizeBytes: reference.size('size') ?? 0,
    platform: parts.filter((part) => part !== '').join('/') || null,
  }
}

class EntryReader {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #path: string

  constructor(value: unknown, path: string) {
    this.#path = path
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#fault('', 'must be an object')
    this.#fields = value as Record<string, unknown>
  }

  object(name: string): EntryReader {
    return new EntryReader(this.#fields[name] ?? {}, `${this.#path}.${name}`)
  }

  objects(name: string): readonly EntryReader[] {
    const value = this.#fields[name] ?? []
    if (!Array.isArray(value)) return this.fail(name, 'must be an array')
    return value.map((entry, index) => new EntryReader(entry, `${this.#path}.${name}[${index}]`))
  }

  /** A text, made well-formed as Go's decoder does; empty when absent. */
  text(name: string): string {
    const value = this.#fields[name] ?? ''
    if (typeof value !== 'string') return this.fail(name, 'must be a string')
    if (value.length > MAX_TEXT) return this.fail(name, `is longer than ${MAX_TEXT} characters`)
    return value.toWellFormed()
  }

  required(name: string): string {
    return this.text(name) || this.fail(name, 'missing')
  }

  matching(name: string, pattern: RegExp, maxLength: number): string | null {
    const text = this.text(name)
    if (text === '') return null
    return text.length <= maxLength && pattern.test(text)
      ? text
      : this.fail(name, 'is not in the registry grammar')
  }

  size(name: string): number | null {
    const value = this.#fields[name] ?? null
    if (value === null || (Number.isSafeInteger(value) && Number(value) >= 0)) return value as number | null
    return this.fail(name, 'must be a number of bytes')
  }

  /** RFC 3339 with up to nanoseconds, as milliseconds. */
  time(name: string): number {
    const timeMs = Date.parse(this.required(name))
    return Number.isNaN(timeMs) ? this.fail(name, 'is not a time in RFC 3339') : timeMs
  }

  fail(name: string, problem: string): never {
    throw this.#fault(`.${name}`, problem)
  }

  #fault(field: string, problem: string): BellbuoyError {
    return new BellbuoyError('BAD_REQUEST', `${this.#path}${field} ${problem}`)
  }
}
