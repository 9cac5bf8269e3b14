import { createCache } from '../domain/cache.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import type { ScanOrder } from '../domain/scanning/scanner.ts'
import type { Store } from '../domain/store.ts'

/**
 * Orders the scans that pushes trigger. It is called before the pushes are stored, so that no order is lost, and before they
 * are decided, so that decisions are stored in their order.
 */
export type OrderScans = (events: readonly RegistryEvent[]) => Promise<void>

/**
 * Orders a scan of each image that is pushed to a project with the metadata `auto_scan`, as Harbor does. The push is the
 * cause: when it is reported again, it orders no second scan.
 */
export function scanOnPush(
  store: Pick<Store, 'projects' | 'onRulesChanged'>,
  order: (order: ScanOrder) => Promise<unknown>,
): OrderScans {
  const isAutoScanned = createCache(async (project: string) => {
    const found = await store.projects.byName(project)
    return found?.metadata['auto_scan'] === 'true'
  })
  store.onRulesChanged(isAutoScanned.clear)
  return async (events) => {
    for (const event of events) {
      const [artifact] = event.artifacts
      const digest = artifact?.digest ?? null
      const isImage = event.type === 'PUSH_ARTIFACT' && event.role === 'root'
      if (artifact === undefined || digest === null || !isImage) continue
      const isWanted = isAutoScanned.known(event.project) ?? (await isAutoScanned.get(event.project))
      if (isWanted)
        await order({
          cause: `push ${event.sourceId} ${event.sourceEventId}`,
          project: event.project,
          repository: event.repository,
          registryHost: event.registryHost,
          tag: artifact.tag,
          digest,
          mediaType: artifact.mediaType,
          operator: event.operator,
          actorKind: event.actorKind,
          trigger: 'push',
        })
    }
  }
}
