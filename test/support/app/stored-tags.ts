import { digestOf } from '../../../src/store/columns/digest-bytes.ts'
import type { TestApp } from './start-test-app.ts'

/** The tags of all repositories that are there, by name, and what they point to. */
export function storedTags({ rows }: Pick<TestApp, 'rows'>) {
  return rows(`select r.path, t.name, m.digest from tag t join repository r on r.id = t.repository_id
    left join manifest m on m.id = t.manifest_id where t.deleted_at is null order by t.name`).map(
    ({ path, name, digest }) => ({
      repository: String(path),
      name: String(name),
      digest: digest === null ? '' : digestOf(digest as Uint8Array),
    }),
  )
}

/** The digests of the manifests of which something is known. */
export function storedManifests({ rows }: Pick<TestApp, 'rows'>): readonly string[] {
  const known = rows('select digest from manifest where is_complete is not null order by id')
  return known.map(({ digest }) => digestOf(digest as Uint8Array))
}
