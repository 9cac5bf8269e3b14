import { randomBytes } from 'node:crypto'
import { faultIn } from './rest-api.ts'
import { type ImportSides, copyEach } from './copy-each.ts'

interface HarborUser {
  readonly user_id: number
  readonly username: string
  readonly email?: string
  readonly realname?: string
  readonly comment?: string
  readonly sysadmin_flag?: boolean
}

/**
 * Creates Harbor's users with a password that nobody knows: Harbor gives none out. Users who log in elsewhere are left out, since a
 * local user of their name would keep them from logging in.
 *
 * @param only the names of those to create; null: all
 */
export async function copyUsers(sides: ImportSides, only: ReadonlySet<string> | null): Promise<void> {
  const { harbor, bellbuoy, tally, isDryRun } = sides
  const info = (await harbor.get('/systeminfo')).body as { readonly auth_mode?: string } | null
  if (info?.auth_mode !== undefined && info.auth_mode !== 'db_auth') {
    tally.leftToDo.push(
      `Harbor’s users log in with ${info.auth_mode}: Bellbuoy creates each user at the first log-in; run the import again afterwards to copy their memberships`,
    )
    return
  }
  const all = await harbor.list<HarborUser>('/users')
  const items = all.filter(({ username }) => only === null || only.has(username))
  const before = new Map<string, HarborUser>()
  await copyEach(sides, {
    kind: 'users',
    items,
    nameOf: ({ username }) => username,
    keyOf: ({ username }) => username,
    present: async () => {
      const users = await bellbuoy.list<HarborUser>('/users')
      if (before.size === 0) for (const user of users) before.set(user.username, user)
      return new Set(users.map(({ username }) => username))
    },
    request: ({ username, email = '', realname = '', comment = '' }) => ({
      path: '/users',
      body: { username, email, realname, comment, password: unknownPassword() },
    }),
    created: async ({ username, sysadmin_flag = false }) => {
      tally.leftToDo.push(`user ${username}: set a password; Harbor does not export passwords`)
      if (sysadmin_flag) await makeSystemAdmin(username)
    },
  })
  for (const { username, sysadmin_flag: isAdmin = false } of items)
    if (isAdmin && before.get(username)?.sysadmin_flag === false)
      tally.leftToDo.push(`user ${username}: is a system admin in Harbor and not here; nothing was changed`)
  if (isDryRun && tally.counts.users.copied > 0)
    tally.leftToDo.push(
      'set a password for each new user: the import gives them random ones, since Harbor does not export passwords',
    )

  async function makeSystemAdmin(username: string): Promise<void> {
    const users = await bellbuoy.list<HarborUser>('/users', { q: `username=${username}` })
    const id = users.find((user) => user.username === username)?.user_id
    const answer = await bellbuoy.send('PUT', `/users/${id}/sysadmin`, { sysadmin_flag: true })
    if (answer.status !== 200)
      tally.refuse({ kind: 'users', name: username }, `did not become a system admin: ${faultIn(answer)}`)
  }
}

/** Strong by Harbor's rule, whatever the bytes. */
function unknownPassword(): string {
  return `Aa1${randomBytes(24).toString('base64url')}`
}
