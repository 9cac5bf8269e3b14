import { DatabaseSync } from 'node:sqlite'

export interface LargeHistory {
  /** Events, and as many deliveries, each with a payload and an attempt; and as many entries of the audit log. */
  readonly events: number
  /** Projects `p1` and so on, each with one policy; and as many users and robots. */
  readonly projects: number
  /** When the newest event came. */
  readonly nowMs: number
  /** Over which time everything is spread evenly. */
  readonly spanMs: number
}

/** What is written has ids above this one. */
const BASE = 1000

/**
 * Writes a history past a server that runs, into its database. Half of it is in project `p1`; of 25 deliveries one waits and
 * two have failed; one event in 20,000 is a `SCANNING_FAILED`.
 */
export function writeLargeHistory(databaseFile: string, history: LargeHistory): void {
  const database = new DatabaseSync(databaseFile, { timeout: 60_000 })
  try {
    database.exec('pragma synchronous = off; pragma cache_size = -200000; begin')
    for (const statement of [...places(history), ...records(history)]) database.exec(statement)
    database.exec('commit')
  } finally {
    database.close()
  }
}

/** A table `n` of the numbers `i` from 1 on. */
function upTo(count: number): string {
  return `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`
}

function places({ projects, nowMs }: LargeHistory): readonly string[] {
  const n = upTo(projects)
  return [
    `${n} insert into project (id, name, is_public, created_at, updated_at)
      select ${BASE} + i, 'p' || i, 0, ${nowMs}, ${nowMs} from n`,
    `${n} insert into policy (id, project_id, name, description, creator, event_types_json, enabled, created_at, updated_at)
      select ${BASE} + i, ${BASE} + i, 'builds', '', 'admin', '["PUSH_ARTIFACT"]', 1, ${nowMs}, ${nowMs} from n`,
    `${n} insert into target (id, policy_id, position, type, address, payload_format, skip_cert_verify)
      select ${BASE} + i, ${BASE} + i, 0, 'http', 'http://127.0.0.1:1/' || i, 'Default', 0 from n`,
    `${n} insert into repository (path, project_id, created_at, sequence)
      select 'p' || i || '/web', ${BASE} + i, ${nowMs}, 0 from n`,
    `${n} insert into user (name, password_hash, is_system_admin, email, realname, created_at)
      select 'user' || i, '', 0, 'user' || i || '@example.test', 'User ' || i, ${nowMs} from n`,
    `${n} insert into robot (name, level, project_id, description, secret_hash, permissions_json, creator, disabled,
        duration_days, created_at, updated_at)
      select 'robot' || i, 'system', 0, '', '', '[]', 'admin', 0, -1, ${nowMs}, ${nowMs} from n`,
  ]
}

function records({ events, projects, nowMs, spanMs }: LargeHistory): readonly string[] {
  const n = upTo(events)
  const at = `(${nowMs} - ${spanMs} + cast(i * (${spanMs} * 1.0 / ${events}) as integer))`
  const hexTime = `printf('%012x', ${at})`
  // A version 7 UUID: the time, and what keeps those of one millisecond apart.
  const uuid = `unhex(${hexTime} || printf('70008000%012x', i))`
  const place = `(case when i % 2 = 0 then 1 else 1 + (i / 2) % ${projects} end)`
  const type = `case when i % 20000 = 1 then 'SCANNING_FAILED' else 'PUSH_ARTIFACT' end`
  const inTenDays = nowMs + 10 * 24 * 3_600_000
  return [
    `${n} insert into event (id, uuid, source_id, source_event_id, reported_at, project_id, type, repository, tag, digest, operator,
        occurred_at, accepted_at, verdicts_json, detail_json, sequence)
      select ${BASE} + i, ${uuid}, 1, 'seeded-' || i, 0, ${BASE} + ${place}, ${type}, 'p' || ${place} || '/web', 'v' || i,
        unhex(printf('01%064x', i)), 'ci', ${at}, ${at},
        '[{"policyId":' || (${BASE} + ${place}) || ',"verdict":"deliver"}]', '{}', i from n`,
    `${n} insert into payload (id, event_id, format, content_type, body, unrendered)
      select ${BASE} + i, ${BASE} + i, 'Default', 'application/json', printf('{"name":"%300s"}', i), 0 from n`,
    `${n} insert into delivery (id, event_id, project_id, policy_id, target_id, payload_id, state, due_at, attempts, failures,
        reason, created_at, updated_at, ended_at)
      select ${BASE} + i, ${BASE} + i, ${BASE} + ${place}, ${BASE} + ${place}, ${BASE} + ${place}, ${BASE} + i,
        case when i % 25 = 1 then 'pending' when i % 25 < 4 and i % 25 > 1 then 'error' else 'success' end,
        case when i % 25 = 1 then ${inTenDays} end, 1, i % 25 between 1 and 3,
        case when i % 25 between 1 and 3 then 'HTTP 503' else '' end, ${at}, ${at},
        case when i % 25 <> 1 then ${at} + 40 + i % 500 end from n`,
    `${n} insert into attempt (delivery_id, number, started_at, duration_ms) select ${BASE} + i, 1, ${at}, 40 from n`,
    `insert into last_trigger (event_type, policy_id, at, deliveries)
      select 'PUSH_ARTIFACT', policy_id, max(created_at), count(*) from delivery group by policy_id`,
    `${n} insert into audit (at, project_id, status, actor, operation, resource_type, operation_id, path, address, request_id)
      select ${at}, case i % 2 when 0 then ${BASE} + 1 else 0 end, 200, 'user' || (i % 1000),
        'update', 'project', case i % 3 when 0 then 'LogIn' else 'UpdateProject' end, '/api/v2.0/projects/p' || i, '127.0.0.1', 'r' || i from n`,
  ]
}
