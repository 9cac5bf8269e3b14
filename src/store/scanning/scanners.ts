import type { Selectable } from 'kysely'
import {
  PROJECT_SCANNER_KEY,
  type Scanner,
  type ScannerDraft,
  type Scanners,
} from '../../domain/scanning/scanner.ts'
import type { Guard } from '../../domain/revision.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Connections, Writing } from '../connections.ts'
import { orConflict } from '../or-conflict.ts'
import { changing } from '../revisions.ts'
import { openOrNull } from '../sealed.ts'
import type { ScannerTable } from './scanning-tables.ts'

type Row = Selectable<ScannerTable>

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

/** A secret that is null stays as it is stored. */
function columnsOf(draft: ScannerDraft, secrets: SecretBox, nowMs: number) {
  const { credential, registryAuthorization } = draft
  return {
    name: draft.name,
    description: draft.description,
    url: draft.url,
    auth: draft.auth,
    ...(credential !== null && { credential: secrets.seal(credential) }),
    registry_url: draft.registryUrl,
    ...(registryAuthorization !== null && { registry_authorization: secrets.seal(registryAuthorization) }),
    pull_account: draft.pulls.account,
    pull_user_agent: draft.pulls.userAgent,
    skip_cert_verify: draft.skipCertVerify ? 1 : 0,
    disabled: draft.disabled ? 1 : 0,
    updated_at: nowMs,
  }
}

export function createScanners(connections: Connections, secrets: SecretBox): Scanners {
  const { read, write, now } = connections
  const named = async (name: string, change: () => Promise<unknown>): Promise<void> => {
    await orConflict(connections, `there is a scanner named ${name} already`, change)
  }
  const changed = (uuid: string, guard: Guard | undefined, change: (transaction: Writing) => Promise<void>) =>
    changing(connections, { kind: 'scanner', uuid }, guard, change)
  const all = read.selectFrom('scanner').selectAll()
  return {
    list: async () => (await all.orderBy('name').execute()).map((row) => scannerOf(row, secrets)),
    pulls: () =>
      read
        .selectFrom('scanner')
        .select(['pull_account as account', 'pull_user_agent as userAgent'])
        .execute(),
    async byUuid(uuid) {
      const row = await all.where('uuid', '=', uuid).executeTakeFirst()
      return row === undefined ? null : scannerOf(row, secrets)
    },
    async inUse(project) {
      const chosen = await chosenBy(read, project)
      const own = chosen === null ? undefined : await all.where('uuid', '=', chosen).executeTakeFirst()
      const row = own ?? (await all.where('is_default', '=', 1).executeTakeFirst())
      return row === undefined || row.disabled === 1 ? null : scannerOf(row, secrets)
    },
    create: (uuid, draft) =>
      named(draft.name, () =>
        write.transaction().execute(async (transaction) => {
          const known = await transaction.selectFrom('scanner').select('id').executeTakeFirst()
          const row = {
            uuid,
            ...columnsOf(draft, secrets, now()),
            is_default: known === undefined ? 1 : 0,
            created_at: now(),
          }
          await transaction.insertInto('scanner').values(row).execute()
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
