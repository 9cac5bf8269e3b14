import type { Selectable } from 'kysely'
import { BellbuoyError } from '../../domain/errors.ts'
import { type TargetOptions, joinOptions, splitOptions } from '../../domain/options.ts'
import { refusedSince } from '../../domain/registry/kept-out.ts'
import type { Source, SourceDraft, SourceView, Sources } from '../../domain/registry/source.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections, Writing } from '../connections.ts'
import { orConflict } from '../or-conflict.ts'
import { guarded } from '../revisions.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { openOptions, sealOptions } from '../sealed.ts'
import type { SourceTable } from './source-tables.ts'
import { noteWrongTokens, wrongTokensOf } from './wrong-tokens.ts'

type Row = Selectable<SourceTable>

export function createSources(
  connections: Connections,
  changeRules: ChangeRules,
  secrets: SecretBox,
): Sources {
  const { read, now } = connections
  const live = read.selectFrom('source').selectAll().where('deleted_at', 'is', null)
  return {
    async byName(name) {
      const row = await live.where('name', '=', name).executeTakeFirst()
      return row === undefined ? null : sourceOf(row, secrets)
    },
    async byId(id) {
      const row = await live.where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : viewOf(row)
    },
    list: async () => (await live.orderBy('name').execute()).map(viewOf),
    ofKind: async (kind) =>
      (await live.where('kind', '=', kind).execute()).map((row) => sourceOf(row, secrets)),
    ...sourceChanges(connections, changeRules, secrets),
    async setToken(name, token) {
      const sealed = secrets.seal(token)
      await changeRules((transaction) =>
        transaction
          .updateTable('source')
          .set({ token: sealed })
          .where('name', '=', name)
          .where('deleted_at', 'is', null)
          .execute(),
      )
    },
    remove: (id, guard) =>
      changeRules((transaction) =>
        guarded(transaction, { kind: 'source', id }, guard, async () => {
          const gone = transaction.updateTable('source').set({ deleted_at: now() }).where('id', '=', id)
          assertFound(await gone.where('deleted_at', 'is', null).executeTakeFirstOrThrow(), `source ${id}`)
        }),
      ),
    async setLastEvents(lastEventsMs) {
      await connections.write.transaction().execute(async (transaction) => {
        for (const [id, atMs] of lastEventsMs)
          await transaction
            .updateTable('source')
            .set({ last_event_at: atMs })
            .where('id', '=', id)
            .where((eb) => eb.or([eb('last_event_at', 'is', null), eb('last_event_at', '<', atMs)]))
            .execute()
      })
    },
    noteWrongTokens: (seen) => noteWrongTokens(connections, seen),
  }
}

function sourceChanges(
  connections: Connections,
  changeRules: ChangeRules,
  secrets: SecretBox,
): Pick<Sources, 'create' | 'update'> {
  const named = <Result>(name: string, change: (transaction: Writing) => Promise<Result>) =>
    orConflict(connections, `there is a source named ${name} already`, () => changeRules(change))
  return {
    create: ({ token, ...draft }) =>
      named(draft.name, async (transaction) => {
        const row = {
          ...settingsColumns(draft, secrets),
          kind: draft.kind,
          token: secrets.seal(token),
          created_at: connections.now(),
        }
        const insert = transaction.insertInto('source').values(row).returning('id')
        return (await insert.executeTakeFirstOrThrow()).id
      }),
    update: (id, draft, guard) =>
      named(draft.name, (transaction) =>
        guarded(transaction, { kind: 'source', id }, guard, async () => {
          const one = transaction.selectFrom('source').selectAll().where('id', '=', id)
          const row = await one.where('deleted_at', 'is', null).executeTakeFirst()
          if (row === undefined) throw new BellbuoyError('NOT_FOUND', `source ${id} not found`)
          const columns = settingsColumns(draft, secrets, openOptions(row.secret_settings, secrets))
          await transaction.updateTable('source').set(columns).where('id', '=', id).execute()
        }),
      ),
  }
}

/** @param stored the secrets among the settings that these replace */
function settingsColumns(
  { name, settings = {}, settingsSchema = {} }: Omit<SourceDraft, 'kind'>,
  secrets: SecretBox,
  stored: TargetOptions = {},
) {
  const { open, secret } = splitOptions(settings, settingsSchema, stored)
  return {
    name,
    settings_json: JSON.stringify(open),
    secret_settings: sealOptions(secret, secrets),
  }
}

function sourceOf(row: Row, secrets: SecretBox): Source {
  const { id, name, kind, settings } = viewOf(row)
  return {
    id,
    name,
    kind,
    token: secrets.open(row.token),
    settings: joinOptions(settings, openOptions(row.secret_settings, secrets)),
  }
}

function viewOf(row: Row): SourceView {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: JSON.parse(row.settings_json) as TargetOptions,
    createdAtMs: row.created_at,
    lastEventAtMs: row.last_event_at,
    refusedSinceMs: refusedSinceOf(row),
    wrongTokens: wrongTokensOf(row),
  }
}

function refusedSinceOf({ refused_since: sinceMs, last_refused_at: lastMs }: Row): number | null {
  return sinceMs === null || lastMs === null ? null : refusedSince({ sinceMs, lastMs })
}
