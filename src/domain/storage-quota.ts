import type { Quota } from './event/event-detail.ts'
import type { Page, Paged } from './list-query.ts'
import type { Project } from './project.ts'
import type { Guard } from './revision.ts'

/** The storage of a project against its limit. */
export interface StorageQuota {
  readonly project: Pick<Project, 'id' | 'name' | 'ownerId'>
  /** Null: none. */
  readonly limitBytes: number | null
  /** Of the manifests that are known and all that they refer to, each once. */
  readonly usedBytes: number
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** How near usage is to the limit: below the threshold, at it or beyond, over the limit. */
export type QuotaLevel = 0 | 1 | 2

export function quotaLevel(
  { limitBytes, usedBytes }: { readonly limitBytes: number; readonly usedBytes: number },
  warningPercent: number,
): QuotaLevel {
  if (usedBytes > limitBytes) return 2
  return usedBytes * 100 >= limitBytes * warningPercent ? 1 : 0
}

/** What an event says of a project's storage, in Harbor's sentences (`src/pkg/quota`, `src/controller/event`). */
export function quotaDetail(
  level: 1 | 2,
  { limitBytes, usedBytes, addedBytes }: { limitBytes: number; usedBytes: number; addedBytes: number },
  warningPercent: number,
): Quota {
  const [used, limit] = [bytesText(usedBytes), bytesText(limitBytes)]
  const before = bytesText(usedBytes - addedBytes)
  const details =
    level === 1
      ? `quota usage reach ${warningPercent}%: resource storage used ${used} of ${limit}`
      : `adding ${bytesText(addedBytes)} of storage resource, which when updated to current usage of ${before} will exceed the configured upper limit of ${limit}.`
  return { limitBytes, usedBytes, details }
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** Bytes as Harbor writes them: `512 B`, `12.6 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length)
  return `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power - 1] ?? ''}`
}

/** The storage of projects against their limits. */
export interface Quotas {
  /** By project. */
  list: (page: Page) => Promise<Paged<StorageQuota>>
  byProject: (projectId: number) => Promise<StorageQuota | null>
  /** What all projects together store, in bytes. */
  usedBytes: () => Promise<number>
  /** Sets a limit, or takes it away with null. @throws BellbuoyError `NOT_FOUND` */
  setLimit: (projectId: number, limitBytes: number | null, guard?: Guard) => Promise<void>
  /** From which part of its limit on a project is warned. */
  setWarningPercent: (percent: number) => Promise<void>
}
