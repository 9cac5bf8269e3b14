import type { ScanJobs } from '../../domain/scanning/scanner.ts'
import type { Connections } from '../connections.ts'
import { digestBytes, digestOf } from '../columns/digest-bytes.ts'
import { registryHostIn } from '../columns/event-detail-json.ts'

/** Finds what pushes have shown of an image: scans are ordered by it. */
export function createLastPushes({ read }: Connections): Pick<ScanJobs, 'pushed' | 'pushedAs'> {
  const pushesTo = (repository: string) =>
    read
      .selectFrom('event')
      .where('event.repository', '=', repository)
      .where('event.type', '=', 'PUSH_ARTIFACT')
      .where('event.late', 'is', null)
      .orderBy('event.uuid', 'desc')
      .limit(1)

  return {
    async pushed(repository, tag) {
      const push = pushesTo(repository).where('event.tag', '=', tag)
      const row = await push.select(['event.digest', 'event.detail_json']).executeTakeFirst()
      if (row === undefined || row.digest === null) return null
      return { digest: digestOf(row.digest), registryHost: registryHostIn(row.detail_json) }
    },
    async pushedAs(repository, digest) {
      const tagged = pushesTo(repository)
        .innerJoin('repository', 'repository.path', 'event.repository')
        .innerJoin('tag', (join) =>
          join
            .onRef('tag.repository_id', '=', 'repository.id')
            .onRef('tag.source_id', '=', 'event.source_id')
            .onRef('tag.name', '=', 'event.tag'),
        )
        .innerJoin('manifest', 'manifest.id', 'tag.manifest_id')
        .where('manifest.digest', '=', digestBytes(digest))
        .where('tag.deleted_at', 'is', null)
        .where('event.digest', '=', digestBytes(digest))
      const [byTag, last] = await Promise.all([
        tagged.select('event.tag').executeTakeFirst(),
        pushesTo(repository).select('event.detail_json').executeTakeFirst(),
      ])
      return {
        tag: byTag?.tag ?? null,
        registryHost: last === undefined ? '' : registryHostIn(last.detail_json),
      }
    },
  }
}
