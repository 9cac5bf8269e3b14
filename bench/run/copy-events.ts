import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

/** What the copy of a row has in place of the row's own values: SQL by column. */
type Changes = Readonly<Record<string, string>>

/** Tables in which each event has rows. Numbers go on where those of the table end; what is random in a row is random in its copy. */
const COPIED: Readonly<Record<string, Changes>> = {
  event: {
    id: 'id + :event',
    uuid: `cast(unhex(printf('%012x', reported_at - :span)) || randomblob(10) as blob)`,
    source_event_id: 'lower(hex(randomblob(18)))',
    tag: 'other_name(tag, :round)',
    digest: 'other_digest(digest, :round)',
  },
  manifest: { id: 'id + :manifest', digest: 'other_digest(digest, :round)' },
  manifest_reference: {
    manifest_id: 'manifest_id + :manifest',
    digest: 'cast(substr(digest, 1, 1) || randomblob(32) as blob)',
  },
  tag: { name: 'other_name(name, :round)', manifest_id: 'manifest_id + :manifest' },
  payload: { id: 'id + :payload', event_id: 'event_id + :event' },
  delivery: { id: 'id + :delivery', event_id: 'event_id + :event', payload_id: 'payload_id + :payload' },
  attempt: { delivery_id: 'delivery_id + :delivery' },
}

/** Rows that are copied by what they belong to; the others by their own number. */
const BELONGS_TO: Readonly<Record<string, string>> = {
  manifest_reference: 'manifest_id',
  tag: 'manifest_id',
  attempt: 'delivery_id',
}

/**
 * Fills the database of a server that is stopped by doubling what it holds until there are so many events: with their deliveries,
 * attempts, payloads, manifests and tags. The copies lie before the events in time. Accounts and totals stay as they were.
 */
export function copyEvents(file: string, events: number): void {
  using database = new DatabaseSync(file)
  // What a crash would break here is thrown away anyway.
  database.exec('pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -524288')
  database.function('other_digest', { deterministic: true }, (digest, round) =>
    digest === null ? null : otherDigest(digest as Uint8Array, Number(round)),
  )
  database.function('other_name', { deterministic: true }, (name, round) =>
    name === null ? null : `v${hash(String(name), Number(round)).toString('hex').slice(0, 12)}`,
  )
  for (let round = 0; count(database, 'event') < events; round++) double(database, round, events)
  database.exec('pragma journal_mode = wal')
}

function double(database: DatabaseSync, round: number, events: number): void {
  const ends = Object.fromEntries(
    ['event', 'manifest', 'payload', 'delivery'].map((table) => [table, end(database, table)]),
  )
  const share = Math.min(1, (events - count(database, 'event')) / count(database, 'event'))
  const span = value(database, 'select max(reported_at) - min(reported_at) + 1 from event')
  database.exec('begin')
  for (const [table, changes] of Object.entries(COPIED)) {
    const owner = BELONGS_TO[table] ?? 'id'
    const upTo = Math.floor((ends[owner === 'id' ? table : owner.replace('_id', '')] ?? 0) * share)
    const columns = columnsOf(database, table)
    const values = columns.map((column) => changes[column] ?? copyOf(column))
    const names = columns.map((column) => `"${column}"`).join(', ')
    const copy = database.prepare(
      `insert into ${table} (${names}) select ${values.join(', ')} from ${table} where ${owner} <= :up_to`,
    )
    copy.setAllowUnknownNamedParameters(true)
    copy.run({ ...ends, round, span, up_to: upTo })
  }
  database.exec('commit')
}

/** Times lie before those of what is copied, so that what is due first lies together, as it does where nothing was copied. */
function copyOf(column: string): string {
  return /_(?:at|from)$/.test(column) ? `"${column}" - :span` : `"${column}"`
}

function otherDigest(digest: Uint8Array, round: number): Uint8Array {
  const other = hash(digest, round)
  // The first byte says which algorithm it is.
  return Buffer.concat([digest.subarray(0, 1), other])
}

function hash(of: string | Uint8Array, round: number): Buffer {
  return createHash('sha256').update(of).update(String(round)).digest()
}

function columnsOf(database: DatabaseSync, table: string): readonly string[] {
  return database
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => String(name))
}

function count(database: DatabaseSync, table: string): number {
  return value(database, `select count(*) from ${table}`)
}

function end(database: DatabaseSync, table: string): number {
  return value(database, `select coalesce(max(id), 0) from ${table}`)
}

function value(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0])
}
