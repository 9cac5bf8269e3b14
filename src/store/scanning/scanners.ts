import { type Insertable, type Selectable, sql } from 'kysely'
import { EVERYTHING } from '../../domain/list-query.ts'
import {
  PROJECT_SCANNER_KEY,
  type Scanner,
  type ScannerDraft,
  type Scanners,
} from '../../domain/scanning/scanner.ts'
import type { Guard } from '../../domain/revision.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Connections, Writing } from '../connections.ts'
import { type ListFields, asBoolean, filtered, ordered } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { changing } from '../revisions.ts'
import { openOrNull, sealOrNull } from '../sealed.ts'
import { timeField } from '../time-field.ts'
import type { ScannerTable } from './scanning-tables.ts'

type Row = Selectable<ScannerTable>

/** Harbor's fields of scanners (`src/pkg/scan/dao/scanner/model.go`). */
const SCANNER_FIELDS: ListFields = {
  uuid: { sql: sql.ref('uuid') },
  name: { sql: sql.ref('name') },
  description: { sql: sql.ref('description') },
  url: { sql: sql.ref('url') },
  auth: { sql: sql.ref('auth') },
  disabled: { sql: sql.ref('disabled'), stored: asBoolean },
  is_default: { sql: sql.ref('is_default'), stored: asBoolean },
  skip_cert_verify: { sql: sql.ref('skip_cert_verify'), stored: asBoolean },
  create_time: timeField('created_at'),
  update_time: timeField('updated_at'),
}

function scannerOf(row: Row, secrets: SecretBox): Scanner {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    description: row.description,
    url: row.url,
    auth: row.auth as Scanner['auth'],
    credential: openOrNull(row.credential, secrets),
    registryUrl: row.registry_url,
    registryAuthorization: openOrNull(row.registry_authorization, secrets),
    pulls: { account: row.pull_account, userAgent: row.pull_user_agent },
    skipCertVerify: row.skip_cert_verify === 1,
    disabled: row.disabled === 1,
    isDefault: row.is_default === 1,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}

/** The UUID of the scanner that a project has chosen, or null. */
async function chosenBy(read: Connections['read'], project: string): Promise<string | null> {
  const named = read.selectFrom('project').select('metadata_json').where('name', '=', project)
  const row = await named.where('deleted_at', 'is', null).executeTakeFirst()
  const metadata = JSON.parse(row?.metadata_json ?? '{}') as Record<string, string>
  return metadata[PROJECT_SCANNER_KEY] ?? null
}

/** The scanner that a project has chosen, else the default one. */
async function rowOfProject(read: Connections['read'], project: string): Promise<Row | null> {
  const all = read.selectFrom('scanner').selectAll()
  const chosen = await chosenBy(read, project)
  const own = chosen === null ? undefined : await all.where('uuid', '=', chosen).executeTakeFirst()
  return own ?? (await all.where('is_default', '=', 1).executeTakeFirst()) ?? null
}

function pullsOf(read: Connections['read']): ReturnType<Scanners['pulls']> {
  const columns = ['pull_account as account', 'pull_user_agent as userAgent'] as const
  return read.selectFrom('scanner').select(columns).execute()
}

/** A secret that is null stays as it is stored; an empty one is removed. */
function columnsOf(draft: ScannerDraft, secrets: SecretBox, nowMs: number) {
  const { credential, registryAuthorization } = draft
  return {
    name: draft.name,
    description: draft.description,
    url: draft.url,
    auth: draft.auth,
    ...(credential !== null && { credential: sealOrNull(credential || null, secrets) }),
    registry_url: draft.registryUrl,
    ...(registryAuthorization !== null && {
      registry_authorization: sealOrNull(registryAuthorization || null, secrets),
    }),
    pull_account: draft.pulls.account,
    pull_user_agent: draft.pulls.userAgent,
    skip_cert_verify: draft.skipCertVerify ? 1 : 0,
    disabled: draft.disabled ? 1 : 0,
    updated_at: nowMs,
  }
}

/** The first scanner of all is the default one. */
async function insert(
  transaction: Writing,
  row: Omit<Insertable<ScannerTable>, 'is_default'>,
): Promise<void> {
  const known = await transaction.selectFrom('scanner').select('id').executeTakeFirst()
  const is_default = known === undefined ? 1 : 0
  await transaction
    .insertInto('scanner')
    .values({ ...row, is_default })
    .execute()
}

export function createScanners(connections: Connections, secrets: SecretBox): Scanners {
  const { read, write, now } = connections
  const named = async (name: string, change: () => Promise<unknown>): Promise<void> => {
    await orConflict(connections, `there is a scanner named ${name} already`, change)
  }
  const changed = (uuid: string, guard: Guard | undefined, change: (transaction: Writing) => Promise<void>) =>
    changing(connections, { kind: 'scanner', uuid }, guard, change)
  const all = read.selectFrom('scanner').selectAll()
  const ofProject: Scanners['ofProject'] = async (project) => {
    const row = await rowOfProject(read, project)
    return row === null ? null : scannerOf(row, secrets)
  }
  return {
    async list(page, asked = EVERYTHING) {
      const query = filtered(read.selectFrom('scanner'), asked, SCANNER_FIELDS)
      const sorted = ordered(query.selectAll(), asked, SCANNER_FIELDS, [sql`name`])
      const rows = await paged(sorted, page).execute()
      return { items: rows.map((row) => scannerOf(row, secrets)), total: await count(query) }
    },
    pulls: () => pullsOf(read),
    async byUuid(uuid) {
      const row = await all.where('uuid', '=', uuid).executeTakeFirst()
      return row === undefined ? null : scannerOf(row, secrets)
    },
    ofProject,
    async inUse(project) {
      const scanner = await ofProject(project)
      return scanner?.disabled === false ? scanner : null
    },
    create: (uuid, draft) =>
      named(draft.name, () =>
        write.transaction().execute((transaction) => {
          const at = now()
          return insert(transaction, { uuid, ...columnsOf(draft, secrets, at), created_at: at })
        }),
      ),
    update: (uuid, draft, guard) =>
      named(draft.name, () =>
        changed(uuid, guard, async (transaction) => {
          const columns = columnsOf(draft, secrets, now())
          await transaction.updateTable('scanner').set(columns).where('uuid', '=', uuid).execute()
        }),
      ),
    makeDefault: (uuid, guard) =>
      changed(uuid, guard, async (transaction) => {
        await transaction.updateTable('scanner').set({ is_default: 0 }).execute()
        await transaction.updateTable('scanner').set({ is_default: 1 }).where('uuid', '=', uuid).execute()
      }),
    remove: (uuid, guard) =>
      changed(uuid, guard, async (transaction) => {
        await transaction.deleteFrom('scanner').where('uuid', '=', uuid).execute()
      }),
  }
}
