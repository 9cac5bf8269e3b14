import type { Descriptor } from '../domain/event/descriptor.ts'
import { DIGEST, REPOSITORY, TAG } from '../domain/event/registry-grammar.ts'
import { FieldReader } from '../domain/field-reader.ts'

/** One checked entry of a notification envelope; a field that the registry left out is null or empty. */
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
  /** Without its port, which differs for every connection. */
  readonly address: string
  readonly requestId: string
  /** Of several that share a storage; empty when not reported. */
  readonly instance: string
}

const MAX_ACTION = 64
const MAX_PLATFORM_PART = 64
const MAX_INSTANCE = 255

/**
 * Reads one entry of an envelope. What only describes the request is cut to a bound; what identifies the artifact is not.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the field that is wrong
 */
export function readEntry(value: unknown, index: number): EnvelopeEntry {
  const entry = new FieldReader(value, `events[${index}]`)
  const target = entry.object('target')
  const request = entry.object('request')
  return {
    id: entry.requiredText('id'),
    timestampMs: timestampIn(entry),
    action: entry.cut('action', MAX_ACTION),
    repository: target.matching('repository', REPOSITORY, 255) ?? target.fail('repository', 'missing'),
    digest: target.matching('digest', DIGEST, 255),
    tag: target.matching('tag', TAG, 128),
    mediaType: target.cut('mediaType') || null,
    sizeBytes: target.count('size'),
    references: target.objects('references').map(readReference),
    actor: entry.object('actor').cut('name'),
    host: request.cut('host'),
    method: request.cut('method').toUpperCase(),
    userAgent: request.cut('useragent'),
    address: request.cut('addr').replace(/:\d+$/, ''),
    requestId: request.cut('id'),
    instance: instanceIn(entry),
  }
}

/** What only helps to order events keeps none out. */
function instanceIn(entry: FieldReader): string {
  try {
    const source = entry.object('source')
    return source.cut('instanceID', MAX_INSTANCE) || source.cut('addr', MAX_INSTANCE)
  } catch {
    return ''
  }
}

/** A time with up to nanoseconds; any text that JavaScript reads as a time is taken, since many registries send envelopes. */
function timestampIn(entry: FieldReader): number {
  const timeMs = Date.parse(entry.requiredText('timestamp'))
  return Number.isNaN(timeMs) ? entry.fail('timestamp', 'is not a time in RFC 3339') : timeMs
}

function readReference(reference: FieldReader): Descriptor {
  return {
    digest: reference.matching('digest', DIGEST, 255) ?? reference.fail('digest', 'missing'),
    mediaType: reference.cut('mediaType'),
    // The author of a manifest wrote this size, and no registry checks it.
    sizeBytes: reference.claimedCount('size') ?? 0,
    // Only those of an index have one.
    platform: reference.has('platform') ? platformIn(reference.object('platform')) : null,
  }
}

function platformIn(platform: FieldReader): string | null {
  const parts = ['os', 'architecture', 'variant'].map((part) => platform.cut(part, MAX_PLATFORM_PART))
  return parts.filter((part) => part !== '').join('/') || null
}
