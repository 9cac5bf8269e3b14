/** Statements that fill a PostgreSQL database past a server that runs on it: as many events, deliveries, attempts, tags and entries of the audit log. */
export function largePostgresHistory(rows: number): readonly string[] {
  const n = `from generate_series(1, ${rows}) as n(i)`
  const some = (count: number): string => `from generate_series(1, ${count}) as n(i)`
  const number = `(1 + i % ${rows / 4})`
  const repository = `(1000 + ${number})`
  const place = `(1 + ${number} % ${PLACES})`
  const project = `(1000 + ${place})`
  const at = `(${NOW} - (${rows} - i) * 1000)`
  const uuid = `decode(lpad(to_hex(${at}), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'), 'hex')`
  const digest = `decode('01' || lpad(to_hex(i), 64, '0'), 'hex')`
  const state = `case when i % 100 = 1 then 'pending' when i % 100 = 2 then 'error' else 'success' end`
  return [
    ...dividedInto(rows),
    `insert into project (id, name, is_public, created_at, updated_at) select 1000 + i, 'p' || i, 0, i, i ${some(PLACES)}`,
    `insert into policy (id, project_id, name, description, creator, event_types_json, enabled, created_at, updated_at)
      select 1000 + i, 1000 + i, 'builds', '', 'admin', '["PUSH_ARTIFACT"]', 1, i, i ${some(PLACES)}`,
    `insert into target (id, policy_id, position, type, address, payload_format, skip_cert_verify)
      select 1000 + i, 1000 + i, 0, 'http', 'http://127.0.0.1:1/' || i, 'Default', 0 ${some(PLACES)}`,
    `insert into repository (id, path, project_id, created_at, sequence)
      select 1000 + i, 'p' || (1 + i % ${PLACES}) || '/app-' || i, 1001 + i % ${PLACES}, i, 4 ${some(rows / 4)}`,
    `insert into manifest (id, repository_id, source_id, digest, project_id, media_type, size, is_complete, pushed_at)
      select 1000 + i, ${repository}, 1, ${digest}, ${project}, '#0', 344, 1, i ${n}`,
    `insert into manifest_reference (manifest_id, position, digest, media_type, size)
      select 1000 + i, 0, ${digest}, '#3', 1000 ${n}`,
    `insert into manifest_child (child_id, parent_id) select 1000 + i, 1001 + i ${n} where i < ${rows}`,
    `insert into tag (repository_id, source_id, name, manifest_id, moved_at)
      select ${repository}, 1, 'v' || i, 1000 + i, i ${n}`,
    `insert into event (id, uuid, source_id, source_event_id, reported_at, project_id, type, repository, tag, digest, operator,
        occurred_at, accepted_at, verdicts_json, detail_json, sequence)
      select 1000 + i, ${uuid}, 1, 'seeded-' || i, i, ${project}, 'PUSH_ARTIFACT', 'p' || ${place} || '/app-' || ${number},
        'v' || i, ${digest}, 'ci', ${at}, ${at}, '[{"policyId":' || ${project} || ',"verdict":"deliver"}]',
        '{"project":"p","actorKind":"user","artifacts":[],"role":"root","registryHost":"r","detail":{}}', i / ${rows / 4} ${n}`,
    `insert into payload (id, event_id, format, content_type, body, unrendered)
      select 1000 + i, 1000 + i, 'Default', 'application/json', '{}', 0 ${n}`,
    `insert into delivery (id, event_id, project_id, policy_id, target_id, payload_id, state, due_at, attempts, failures, reason,
        created_at, updated_at, ended_at)
      select 1000 + i, 1000 + i, ${project}, ${project}, ${project}, 1000 + i, ${state},
        case when i % 100 = 1 then ${NOW} + 864000000 end, 1, (i % 100 between 1 and 2)::int, '', ${at}, ${at},
        case when i % 100 <> 1 then ${at} + 40 end ${n}`,
    `insert into attempt (delivery_id, number, started_at, duration_ms) select 1000 + i, 1, ${at}, 40 ${n}`,
    `insert into last_trigger (event_type, policy_id, at, deliveries)
      select 'PUSH_ARTIFACT', policy_id, max(created_at), count(*) from delivery group by policy_id`,
    `insert into audit (at, project_id, status, actor, operation, resource_type, resource, operation_id, path, address, request_id)
      select ${at}, ${project}, 200, 'user' || i % 5000, 'update', 'project', 'p' || i % ${PLACES}, 'UpdateProject', '/', '127.0.0.1', 'r' || i ${n}`,
    `insert into report_key (source_id, reported_at, source_event_id, removed_at) select 1, -i, 'removed-' || i, i ${n}`,
    `insert into blob (project_id, digest, size, uses) select ${project}, ${digest}, 1000, 1 ${n}`,
    `insert into problem (id, kind, subject_id, project_id, policy_id, target_id, cause, reason, since, opened_at, times_opened, quiet,
        opening_announced, closing_announced)
      select 1000, 'target_failing', 1007, 1007, 1007, 1007, 'timeout', 'no answer', ${NOW} - 60000, ${NOW} - 60000, 1, 0, 1, 0`,
    'vacuum (analyze)',
  ]
}

/** Ranges of payloads and attempts that have rows. */
const RANGES = 8

/** Takes the ranges of an empty database away, and creates some that are small enough to have rows each, and one ahead. */
function dividedInto(rows: number): readonly string[] {
  const size = Math.ceil((rows + 2000) / RANGES)
  return ['payload', 'attempt'].flatMap((table) => [
    `do $$ declare old record; begin
      for old in select inhrelid::regclass as name from pg_inherits where inhparent = '${table}'::regclass
        and inhrelid <> '${table}_rest'::regclass
      loop execute 'drop table ' || old.name; end loop; end $$`,
    ...Array.from({ length: RANGES + 1 }, (_, n) => {
      const from = n === 0 ? 'minvalue' : String(n * size)
      return `create table ${table}_from_${n * size} partition of ${table} for values from (${from}) to (${(n + 1) * size})`
    }),
  ])
}

const NOW = 'extract(epoch from now())::bigint * 1000'

/** Projects, each with a policy and a target. */
const PLACES = 500
