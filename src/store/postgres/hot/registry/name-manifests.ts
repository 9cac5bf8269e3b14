import { type Session, asRecords, statement } from '../session.ts'

/** A manifest that a tag or an index names; `digest` in hexadecimal digits. */
export interface NamedManifest {
  readonly repository_id: number
  readonly source_id: number
  readonly digest: string
}

const INSERT = statement(`
  insert into manifest (repository_id, source_id, digest, pushed_at)
  select distinct x.repository_id, x.source_id, decode(x.digest, 'hex') as digest, 0
  from json_to_recordset($1::json) as x(repository_id bigint, source_id bigint, digest text)
  where not exists (select 1 from manifest m where m.repository_id = x.repository_id and m.source_id = x.source_id
    and m.digest = decode(x.digest, 'hex'))
  order by 1, 2, 3 on conflict do nothing`)

/** Sees to it that manifests have numbers: one of which nothing is known becomes a bare number. */
export function nameManifests(session: Session, named: readonly NamedManifest[]): void {
  if (named.length > 0) session.tell(INSERT, asRecords(named))
}

/** What is the same of two mentions of one manifest. */
export function manifestKey({ repository_id, source_id, digest }: NamedManifest): string {
  return `${repository_id} ${source_id} ${digest}`
}
