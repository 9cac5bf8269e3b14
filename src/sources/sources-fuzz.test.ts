import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harborNotifications, translated } from '../../test/support/events/source-frame.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { NotificationFrame } from '../domain/registry/source.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import { SOURCE_KINDS } from './source-kinds.ts'

/** Translates, or is refused as a bad request; everything else is a fault of ours. */
function translatesOrRefuses(body: unknown, facts: Partial<NotificationFrame>): void {
  for (const kind of SOURCE_KINDS) {
    try {
      for (const event of translated(kind, body, facts).events) {
        expect(event.sourceEventId).not.toBe('')
        expect(event.project).toMatch(/^[a-z0-9][a-z0-9._-]*$/)
        expect(event.repository).toMatch(/^([a-z0-9][a-zA-Z0-9._/-]*)?$/)
        expect(Number.isNaN(new Date(event.occurredAtMs).getTime())).toBe(false)
        expect(JSON.stringify(event).isWellFormed()).toBe(true)
      }
    } catch (error) {
      if (!(error instanceof BellbuoyError)) throw error
      expect(error.code).toBe('BAD_REQUEST')
    }
  }
}

const CONTEXT = { specversion: '1.0', id: '1', source: '/s', time: '2026-03-01T10:00:03Z' }
const IMAGE = { repository: 'shop/web', tag: '1', digest: `sha256:${'ab'.repeat(32)}`, operator: 'ci' }
const FINDING = { id: 'CVE-1', package: 'p', severity: 'High', links: ['https://x.test'] }
const GENUINE: readonly Record<string, unknown>[] = [
  ...harborNotifications(),
  { ...CONTEXT, type: 'PUSH_ARTIFACT', data: { ...IMAGE, platforms: ['linux/amd64'], tags: ['1'] } },
  { ...CONTEXT, type: 'SCANNING_COMPLETED', data: { ...IMAGE, scan: { findings: [FINDING] } } },
  { ...CONTEXT, type: 'UPLOAD_CHART', data: { project: 'shop', chart: { name: 'cart', version: '1.0.0' } } },
  { ...CONTEXT, type: 'REPLICATION', data: { project: 'shop', replication: { job_status: 'Success' } } },
  {
    ...CONTEXT,
    type: 'zotregistry.image.scanned',
    data: {
      name: 'team/app',
      reference: 'v1',
      summary: { count: 1, maxSeverity: 'LOW' },
      actor: { name: 'a' },
    },
  },
]
const frames = fc.constantFrom<Partial<NotificationFrame>>(
  {},
  { mediaType: CLOUD_EVENT_TYPE },
  { headers: { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': 's', 'ce-type': 'PUSH_ARTIFACT' } },
)
const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.double(),
  fc.maxSafeInteger(),
)

test('any value is translated or refused, by every kind of source', () => {
  fc.assert(fc.property(fc.jsonValue(), frames, translatesOrRefuses), { numRuns: 500 })
})

test('a genuine body with any one part of it replaced by anything is translated or refused', () => {
  const paths = GENUINE.map((body) => pathsIn(body))
  const which = fc
    .nat(GENUINE.length - 1)
    .chain((index) => fc.tuple(fc.constant(index), fc.constantFrom(...paths[index]!)))
  fc.assert(
    fc.property(which, value, frames, ([index, path], other, facts) =>
      translatesOrRefuses(replaced(GENUINE[index], path, other), facts),
    ),
    { numRuns: 4000 },
  )
})

type Path = readonly (string | number)[]

function pathsIn(part: unknown, path: Path = []): Path[] {
  if (typeof part !== 'object' || part === null) return [path]
  const entries = Object.entries(part).flatMap(([key, entry]) => pathsIn(entry, [...path, key]))
  return path.length === 0 ? entries : [path, ...entries]
}

function replaced(part: unknown, [first, ...rest]: Path, other: unknown): unknown {
  if (first === undefined) return other
  const entries = part as Record<string, unknown>
  const changed = replaced(entries[first], rest, other)
  return Array.isArray(part)
    ? part.map((entry, index) => (String(index) === first ? changed : entry))
    : { ...entries, [first]: changed }
}
