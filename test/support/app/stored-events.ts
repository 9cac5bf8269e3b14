import { digestOrNull } from '../../../src/store/columns/digest-bytes.ts'
import { type RegistryEventRow, registryEventOf } from '../../../src/store/event/registry-event-row.ts'
import type { TestApp } from './start-test-app.ts'

/**
 * Events as they are stored, in the order of their acceptance.
 *
 * @param condition in SQL, on the table `e`
 */
export function storedEvents({ rows }: Pick<TestApp, 'rows'>, condition = 'true') {
  const found = rows(`select e.*, s.name as source_name, s.kind as source_kind
    from event e join source s on s.id = e.source_id where ${condition} order by e.uuid`)
  return found.map((row) => {
    const { tag, digest, held_until: heldUntil } = row
    return {
      ...registryEventOf(row as unknown as RegistryEventRow),
      tag,
      digest: digestOrNull(digest as Uint8Array | null),
      isHeld: heldUntil !== null,
    }
  })
}
