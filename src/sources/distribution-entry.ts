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
}

/**
 * Reads one entry of an envelope.
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
    action: entry.text('action'),
    repository: target.matching('repository', REPOSITORY, 255) ?? target.fail('repository', 'missing'),
    digest: target.matching('digest', DIGEST, 255),
    tag: target.matching('tag', TAG, 128),
    mediaType: target.text('mediaType') || null,
    sizeBytes: target.count('size'),
    references: target.objects('references').map(readReference),
    actor: entry.object('actor').text('name'),
    host: request.text('host'),
    method: request.text('method').toUpperCase(),
    userAgent: request.text('useragent'),
    address: request.text('addr').replace(/:\d+$/, ''),
    requestId: request.text('id'),
  }
}

/** A time with up to nanoseconds; any text that JavaScript reads as a time is taken, since many registries send envelopes. */
function timestampIn(entry: FieldReader): number {
  const timeMs = Date.parse(entry.requiredText('timestamp'))
  return Number.isNaN(timeMs) ? entry.fail('timestamp', 'is not a time in RFC 3339') : timeMs
}

function readReference(reference: FieldReader): Descriptor {
  const platform = reference.object('platform')
  const parts = ['os', 'architecture', 'variant'].map((part) => platform.text(part))
  return {
    digest: reference.matching('digest', DIGEST, 255) ?? reference.fail('digest', 'missing'),
    mediaType: reference.text('mediaType'),
    sizeBytes: reference.count('size') ?? 0,
    platform: parts.filter((part) => part !== '').join('/') || null,
  }
}
