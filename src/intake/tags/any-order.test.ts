import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { applyEventToTags } from './apply-event-to-tags.ts'
import { Tags } from './tags.ts'

const TOLERANCE_MS = 5000
/** Clocks may differ by the tolerance, and times are compared with it once more. */
const APART_MS = 2 * TOLERANCE_MS + 1
const DIGESTS = ['one', 'two', 'three'].map((name) => `sha256:${name}`)
const TAGS = ['v1', 'v2']

const step = fc.record({
  instance: fc.constantFrom('a', 'b'),
  tag: fc.constantFrom(...TAGS),
  digest: fc.constantFrom(...DIGESTS),
  what: fc.constantFrom('push', 'push', 'push', 'delete tag', 'delete manifest', 'delete repository'),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/**
 * What happens in a registry, one thing long enough after the other, and what its two instances report of it.
 *
 * @param reportsTags whether it reports the tags of a deleted manifest too
 */
function happen(steps: readonly Step[], aheadMs: number, reportsTags: boolean) {
  const pointers = new Map<string, string>()
  const reports: RegistryEvent[] = []
  steps.forEach(({ instance, tag, digest, what }, index) => {
    const occurredAtMs = (index + 1) * APART_MS + (instance === 'b' ? aheadMs : 0)
    const report = (facts: Parameters<typeof registryEvent>[0]) =>
      reports.push(registryEvent({ ...facts, occurredAtMs, acceptedAtMs: 1e9, instance }))
    if (what === 'push') {
      pointers.set(tag, digest)
      report({ artifact: { tag, digest } })
    } else if (what === 'delete tag') {
      pointers.delete(tag)
      report({ type: 'DELETE_TAG', artifact: { tag } })
    } else if (what === 'delete repository') {
      pointers.clear()
      report({ type: 'DELETE_REPOSITORY', artifacts: [] })
    } else {
      const gone = [...pointers].filter(([, pointer]) => pointer === digest)
      report({ type: 'DELETE_ARTIFACT', artifact: { digest } })
      for (const [name] of gone) {
        pointers.delete(name)
        if (reportsTags) report({ type: 'DELETE_TAG', artifact: { tag: name } })
      }
    }
  })
  return { pointers, reports }
}

/** Each instance reports in its own order; `turns` says which of them is next. */
function interleave(reports: readonly RegistryEvent[], turns: readonly boolean[]): readonly RegistryEvent[] {
  const queues = ['a', 'b'].map((name) => reports.filter(({ instance }) => instance === name))
  return reports.map((_, index) => {
    const [first, second] = turns[index] === true ? queues : queues.toReversed()
    return (first?.shift() ?? second?.shift())!
  })
}

test('in whatever order two instances are heard, tags end as the registry has them', () => {
  const order = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 })
  const ahead = fc.integer({ min: -TOLERANCE_MS, max: TOLERANCE_MS })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 20 }),
      order,
      ahead,
      fc.boolean(),
      (steps, turns, aheadMs, reportsTags) => {
        const { pointers, reports } = happen(steps, aheadMs, reportsTags)
        const tags = new Tags([])
        const stored = new Map<string, unknown>()
        for (const report of interleave(reports, turns)) {
          const { tagChanges = [] } = applyEventToTags(report, tags, {
            toleranceMs: TOLERANCE_MS,
            answer: undefined,
          })
          for (const change of tagChanges) stored.set(change.name, change)
        }
        expect(TAGS.map((tag) => tags.digestOf(tag))).toEqual(TAGS.map((tag) => pointers.get(tag) ?? null))
        for (const tag of tags.all()) expect(stored.get(tag.name)).toEqual(tag)
      },
    ),
    { numRuns: 3000 },
  )
})
