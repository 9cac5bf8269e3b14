import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../src/store/schema.ts'

export interface OldHistory {
  /** Of the target. */
  readonly address: string
  /** As many events, each with a delivery, a tag and a manifest. One of 100 deliveries waits, and one has failed. */
  readonly deliveries: number
  readonly repositories: number
  /** When the newest event came; one came each second. */
  readonly nowMs: number
}

const REQUEST = JSON.stringify({
  line: 'POST /hook HTTP/1.1',
  headers: { 'content-type': 'application/json', 'user-agent': 'Bellbuoy/0.1.0', 'x-bellbuoy-attempt': '1' },
})
const DELIVERED = JSON.stringify({ status: 200, headers: {}, body: '', truncated: false })
const REFUSED = JSON.stringify({ status: 500, headers: {}, body: 'down', truncated: false })
const FAILURE = JSON.stringify({ code: 'status', text: 'HTTP 500', permanent: true, retryAfterMs: null })
const REFERENCES = JSON.stringify([
  {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: `sha256:${'c'.repeat(64)}`,
    sizeBytes: 292,
  },
  {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: `sha256:${'1'.repeat(64)}`,
    sizeBytes: 9_720_000,
  },
])

/** Fills the tables of the version 0008 with what its program stored over time: random ids and digests in many repositories. */
export async function fillOldHistory(db: Kysely<Schema>, history: OldHistory): Promise<void> {
  const { address } = history
  // As literals: `node:sqlite` binds every number as a real one.
  const [deliveries, repositories, nowMs] = [history.deliveries, history.repositories, history.nowMs].map(
    (n) => sql.lit(n),
  )
  const numbers = sql`with recursive number (n) as (select 1 union all select n + 1 from number where n < ${deliveries})`
  const repository = sql`'team/app-' || (n * 7919 % ${repositories})`
  const atMs = sql`(${nowMs} - (${deliveries} - n) * 1000)`
  const hexTime = sql`printf('%012x', ${atMs})`
  const id = sql`substr(${hexTime}, 1, 8) || '-' || substr(${hexTime}, 9) || '-7' || substr(lower(hex(randomblob(2))), 2) || '-a'
    || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))`
  for (const statement of [
    sql`insert into source (name, kind, token, created_at) values ('old', 'distribution', '', 1)`,
    sql`insert into project (name, is_public, created_at, updated_at) values ('team', 0, 1, 1)`,
    sql`insert into policy (name, description, creator, event_types_json, project_id, enabled, created_at, updated_at)
      values ('builds', '', 'admin', '["PUSH_ARTIFACT"]', 1, 1, 1, 1)`,
    sql`insert into target (type, address, payload_format, policy_id, position, skip_cert_verify)
      values ('http', ${address}, 'Default', 1, 0, 0)`,
    sql`${numbers} insert into event (id, source_event_id, type, repository, operator, verdicts_json, detail_json, source_id,
        project_id, occurred_at, accepted_at, sequence, tag, digest)
      select ${id}, lower(hex(randomblob(16))), 'PUSH_ARTIFACT', ${repository}, 'ci', '[{"policyId":1,"verdict":"deliver"}]',
        '{"project":"team","actorKind":"user","artifacts":[],"role":"root","registryHost":"r","detail":{}}', 1, 1,
        ${atMs}, ${atMs}, n / ${repositories} + 1, 'v' || n, 'sha256:' || lower(hex(randomblob(32))) from number`,
    sql`insert into repository (path, project_id, created_at, sequence)
      select repository, 1, min(accepted_at), max(sequence) from event group by repository`,
    sql`insert into tag (source_id, repository, name, digest) select 1, repository, tag, digest from event`,
    sql`insert into manifest (source_id, repository, digest, project_id, media_type, size, platforms_json, references_json, is_complete)
      select 1, repository, digest, 1, 'application/vnd.oci.image.manifest.v1+json', 344, '[]', ${REFERENCES}, 0 from event`,
    sql`insert into payload (event_id, format, content_type, body)
      select id, 'Default', 'application/json', '{"type":"PUSH_ARTIFACT","event_data":' || detail_json || '}' from event order by id`,
    sql`insert into delivery (event_id, state, reason, policy_id, target_id, payload_id, attempts, failures, created_at, updated_at,
        due_at, ended_at, project_id)
      select e.id, case p.id % 100 when 0 then 'pending' when 1 then 'error' else 'success' end,
        case p.id % 100 when 1 then 'HTTP 500' else '' end, 1, 1, p.id, p.id % 100 > 0, p.id % 100 = 1, e.accepted_at, e.accepted_at,
        case p.id % 100 when 0 then e.accepted_at end, case when p.id % 100 > 0 then e.accepted_at + 20 end, 1
      from payload p join event e on e.id = p.event_id order by p.id`,
    sql`insert into attempt (delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json)
      select id, 1, created_at, 20, ${REQUEST}, case state when 'error' then ${REFUSED} else ${DELIVERED} end,
        case state when 'error' then ${FAILURE} end
      from delivery where attempts = 1`,
    sql`insert into last_trigger (event_type, policy_id, at, deliveries) values ('PUSH_ARTIFACT', 1, ${nowMs}, ${deliveries})`,
  ])
    await statement.execute(db)
}
