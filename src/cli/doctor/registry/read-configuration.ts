import { readFileSync } from 'node:fs'
import { type Document, LineCounter, isMap, isNode, isSeq, parseDocument } from 'yaml'
import { messageOf } from '../../../domain/errors.ts'
import {
  type AtLine,
  type Endpoint,
  type RegistryConfiguration,
  UnreadableConfiguration,
} from './endpoint.ts'

type Path = readonly (string | number)[]

/** A parsed file that knows the line of each value. JSON is YAML. */
class Parsed {
  readonly #document: Document
  readonly #lines: LineCounter

  constructor(text: string) {
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, { lineCounter: this.#lines, logLevel: 'silent' })
    const [error] = this.#document.errors
    if (error !== undefined) throw new UnreadableConfiguration(error.message.split('\n')[0])
  }

  has(path: Path): boolean {
    return this.#document.hasIn(path)
  }

  line(path: Path): number {
    const node = this.#document.getIn(path, true)
    return isNode(node) && node.range ? this.#lines.linePos(node.range[0]).line : 1
  }

  count(path: Path): number {
    const node = this.#document.getIn(path, true)
    return isSeq(node) ? node.items.length : 0
  }

  value(path: Path): unknown {
    const node = this.#document.getIn(path)
    return isMap(node) || isSeq(node) ? (node.toJSON() as unknown) : node
  }

  text(path: Path): string {
    const value = this.value(path)
    return typeof value === 'string' ? value : ''
  }

  texts(path: Path): AtLine<readonly string[]> | null {
    const value = this.value(path)
    return Array.isArray(value) ? { value: value.map(String), line: this.line(path) } : null
  }

  duration(path: Path): AtLine<number> | null {
    const ms = durationMs(this.value(path))
    return ms === null ? null : { value: ms, line: this.line(path) }
  }
}

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a duration as Go writes it (`1m30s`), or of a number of nanoseconds; null for anything else. */
export function durationMs(value: unknown): number | null {
  if (typeof value === 'number') return value / 1e6
  if (typeof value !== 'string' || !/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(value)) return null
  const parts = value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ''] ?? 0), 0)
}

/** Reads the configuration of CNCF Distribution (YAML) or zot (JSON). @throws UnreadableConfiguration */
export function readConfiguration(file: string): RegistryConfiguration {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UnreadableConfiguration(messageOf(error))
  }
  const parsed = new Parsed(text)
  if (parsed.has(['distSpecVersion']) || parsed.has(['extensions'])) return zot(parsed)
  if (parsed.has(['version']) || parsed.has(['notifications'])) return distribution(parsed)
  throw new UnreadableConfiguration('it is not a configuration of CNCF Distribution or zot')
}

/** https://distribution.github.io/distribution/about/configuration/#notifications */
function distribution(parsed: Parsed): RegistryConfiguration {
  const all = ['notifications', 'endpoints']
  const endpoints = Array.from({ length: parsed.count(all) }, (_, index): Endpoint => {
    const at = (...path: Path): Path => [...all, index, ...path]
    const headers = parsed.value(at('headers')) as Record<string, unknown> | undefined
    const [name, given] =
      Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === 'authorization') ?? []
    const authorization: unknown = Array.isArray(given) ? given[0] : given
    return {
      url: parsed.text(at('url')),
      line: parsed.line(at('url')),
      authorization: name === undefined ? null : String(authorization),
      tokenLine: 'headers: { Authorization: [Bearer TOKEN] }',
      isOff: parsed.value(at('disabled')) === true,
      onLine: 'disabled: false',
      timeoutMs: parsed.duration(at('timeout')),
      timeoutLine: 'timeout: 3s',
      backoffMs: parsed.duration(at('backoff')),
      ignoredMediaTypes: parsed.texts(at('ignore', 'mediatypes')) ?? parsed.texts(at('ignoredmediatypes')),
      mediaTypesKey: parsed.has(at('ignore', 'mediatypes')) ? 'mediatypes' : 'ignoredmediatypes',
      ignoredActions: parsed.texts(at('ignore', 'actions')),
    }
  })
  const references = parsed.value(['notifications', 'events', 'includereferences'])
  return { kind: 'distribution', endpoints, includesReferences: references === true }
}

/** zot's extension `events`: `pkg/extensions/config/events`. Its own log is a sink too, and reports nothing to anyone. */
function zot(parsed: Parsed): RegistryConfiguration {
  const all = ['extensions', 'events', 'sinks']
  const isOn = parsed.value(['extensions', 'events', 'enable']) === true
  const endpoints = Array.from({ length: parsed.count(all) }, (_, index): Endpoint | null => {
    const at = (...path: Path): Path => [...all, index, ...path]
    if (parsed.text(at('type')) !== 'http') return null
    const [user, password] = [
      parsed.text(at('credentials', 'username')),
      parsed.text(at('credentials', 'password')),
    ]
    const basic = Buffer.from(`${user}:${password}`).toString('base64')
    return {
      url: parsed.text(at('address')),
      line: parsed.line(at('address')),
      authorization: password === '' ? null : `Basic ${basic}`,
      tokenLine: '"credentials": { "username": "zot", "password": "TOKEN" }',
      isOff: !isOn,
      onLine: '"enable": true',
      timeoutMs: parsed.duration(at('timeout')),
      timeoutLine: '"timeout": "5s"',
      backoffMs: null,
      ignoredMediaTypes: null,
      mediaTypesKey: '',
      ignoredActions: null,
    }
  })
  return { kind: 'zot', endpoints: endpoints.filter((one) => one !== null), includesReferences: null }
}
