import type { DatabaseSync } from 'node:sqlite'

/**
 * Each brings the tables one version further; one that was released never changes.
 *
 * `waits` is 1 while an earlier run for the same repository has to end first. `process` names the session or the group of
 * a command that was started: `boot/pid/start`. `command_group` names the group as well, for a command in a session that lasts. `failures` counts the attempts that the retry rule counts, `attempts` all of them.
 */
const MIGRATIONS = [
  `
  create table webhook (
    id integer primary key autoincrement,
    identity_kind text not null, identity text not null, redelivery integer not null,
    received_at integer not null, content_type text not null, body blob not null
  ) strict;
  create index webhook_identity on webhook (identity, identity_kind, received_at);

  create table run (
    id integer primary key autoincrement,
    webhook integer not null references webhook (id), event integer not null,
    rule text not null, facts text not null,
    order_key text, latest_key text, waits integer not null,
    state text not null, reason text not null,
    attempts integer not null default 0, failures integer not null default 0,
    accepted_at integer not null, due_at integer, ended_at integer,
    started_at integer, process text, stop_asked_at integer
  ) strict;
  create index run_webhook on run (webhook);
  create index run_due on run (rule, due_at, id) where state = 'pending' and waits = 0;
  create index run_running on run (id) where state = 'running';
  create index run_order on run (rule, order_key, id) where ended_at is null and order_key is not null;
  create index run_latest on run (rule, latest_key, id) where latest_key is not null;
  create index run_replaced on run (rule, latest_key, id) where ended_at is null and latest_key is not null;
  create index run_ended on run (ended_at) where ended_at is not null;
  create index run_open on run (rule, state) where ended_at is null;
  create index run_failed on run (id) where state = 'error';

  create table attempt (
    run integer not null references run (id), number integer not null,
    started_at integer not null, duration integer not null,
    is_success integer not null, is_interrupted integer not null,
    exit_code integer, signal text, status_code integer, reason text not null, output text not null,
    primary key (run, number)
  ) strict, without rowid;
  `,
  'alter table run add column command_group text',
]

/**
 * Brings the tables up to what this version of the program needs.
 *
 * @throws Error when a newer version of the program has been here already
 */
export function migrate(database: DatabaseSync): void {
  const { user_version: version } = database.prepare('pragma user_version').get() as { user_version: number }
  if (version > MIGRATIONS.length) throw new Error('a newer version of Bellbuoy wrote it: use that one')
  MIGRATIONS.slice(version).forEach((sql, index) => {
    database.exec(`begin immediate; ${sql}; pragma user_version = ${version + index + 1}; commit`)
  })
}
