import { type Session, asRecords, change } from '../session.ts'
import { type ManifestName, type Numbers, manifestKey } from './numbers.ts'

/** A name in its locked repository. */
export interface PlacedName {
  readonly name: ManifestName
  readonly repositoryId: number
}

const INSERT = change(`
  insert into manifest (id, repository_id, source_id, digest, pushed_at)
  select x.id, x.repository_id, x.source_id, decode(x.digest, 'hex'), 0
  from json_to_recordset($1::json) as x(id bigint, repository_id bigint, source_id bigint, digest text)`)

/** Stores the numbers of manifests of which nothing else is known: a tag or an index names them. */
export function storeBare(session: Session, placed: readonly PlacedName[], { manifests }: Numbers): void {
  const records = placed.flatMap(({ name, repositoryId }) => {
    const key = manifestKey(name)
    const known = manifests.get(key)
    if (known === undefined || known.isStored) return []
    manifests.set(key, { ...known, isStored: true })
    return [{ id: known.id, repository_id: repositoryId, source_id: name.sourceId, digest: name.digest }]
  })
  if (records.length > 0) session.tell(INSERT, asRecords(records))
}
