import { type Session, asRecords, question, statement } from '../session.ts'

/** What an event names in its repository; `digest` in hexadecimal digits. */
export interface ManifestName {
  readonly repository: string
  readonly sourceId: number
  readonly digest: string
}

/** What is stored of a manifest; of one that is not, the number that it gets. */
export interface NumberedManifest {
  readonly id: number
  readonly isStored: boolean
  /** 1 where it was read from its registry, 0 where an event reported it, null where nothing but its number is known. */
  readonly isComplete: number | null
  readonly pushedAtMs: number
}

/** Names of manifests and of instances of registries. */
export interface Names {
  readonly manifests: readonly ManifestName[]
  readonly instances: readonly (string | null)[]
}

/** Numbers for names: with them rows refer to each other without looking each other up, and can be stored by one statement. */
export interface Numbers {
  readonly manifests: Map<string, NumberedManifest>
  readonly instances: ReadonlyMap<string | null, number>
}

interface ManifestRow {
  readonly n: number
  readonly id: number
  readonly is_stored: number
  readonly is_complete: number | null
  readonly pushed_at: number
}

interface InstanceRow {
  readonly n: number
  readonly id: number | null
}

const SELECT_MANIFESTS = question(`
  select x.n, coalesce(m.id, nextval((select pg_get_serial_sequence('manifest', 'id')::regclass))) as id,
    (m.id is not null)::int as is_stored, m.is_complete, coalesce(m.pushed_at, 0) as pushed_at
  from json_to_recordset($1::json) as x(n bigint, repository text, source bigint, digest text)
  left join lateral (
    select id, is_complete, pushed_at from manifest
    where repository_id = (select id from repository where path = x.repository) and digest = decode(x.digest, 'hex')
      and source_id = x.source
    limit 1) m on true`)

const SELECT_INSTANCES = question(`
  select x.n, (select id from instance where name = x.name) as id from unnest($1::text[]) with ordinality as x(name, n)`)

const INSERT_INSTANCES = statement(`
  insert into instance (name) select name from unnest($1::text[]) as name order by name on conflict do nothing`)

/**
 * Reads the numbers of manifests and instances. A manifest that is not stored gets one, an instance that is not stored is. Call it in a
 * transaction that has locked the repositories: nobody else stores or removes their manifests then.
 */
export async function readNumbers(session: Session, { manifests, instances }: Names): Promise<Numbers> {
  const named = [...new Map(manifests.map((name) => [manifestKey(name), name])).values()]
  const [rows, numbered] = await Promise.all([
    named.length === 0 ? [] : session.ask<ManifestRow>(SELECT_MANIFESTS, asRecords(named.map(recordOf))),
    numberInstances(session, [...new Set(instances)].filter(isNamed)),
  ])
  const found = rows.flatMap((row): readonly (readonly [string, NumberedManifest])[] => {
    const name = named[row.n]
    return name === undefined ? [] : [[manifestKey(name), manifestOf(row)]]
  })
  return { manifests: new Map(found), instances: numbered }
}

/** What is the same of two mentions of one manifest. */
export function manifestKey({ repository, sourceId, digest }: ManifestName): string {
  return `${repository} ${String(sourceId)} ${digest}`
}

async function numberInstances(
  session: Session,
  names: readonly string[],
): Promise<ReadonlyMap<string | null, number>> {
  if (names.length === 0) return new Map()
  const rows = await session.ask<InstanceRow>(SELECT_INSTANCES, names)
  const isUnknown = rows.some(({ id }) => id === null)
  if (isUnknown) session.tell(INSERT_INSTANCES, names)
  const all = isUnknown ? await session.ask<InstanceRow>(SELECT_INSTANCES, names) : rows
  return new Map(all.flatMap(({ n, id }) => (id === null ? [] : [[names[n - 1] ?? null, id]])))
}

function isNamed(name: string | null): name is string {
  return name !== null
}

function recordOf({ repository, sourceId: source, digest }: ManifestName, n: number) {
  return { n, repository, source, digest }
}

function manifestOf({ id, is_stored, is_complete, pushed_at }: ManifestRow): NumberedManifest {
  return { id, isStored: is_stored === 1, isComplete: is_complete, pushedAtMs: pushed_at }
}
