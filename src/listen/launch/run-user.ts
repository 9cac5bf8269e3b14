import { readFileSync } from 'node:fs'

/** Whom a command runs as; null for whom the listener runs as. */
export interface RunUser {
  readonly uid: number | null
  readonly gid: number | null
  /** The home folder of a named user. */
  readonly home: string | null
}

/**
 * Looks up the user and group of a rule, by name or number, in `/etc/passwd` and `/etc/group`. Without a group it is the user's own.
 *
 * @throws Error when there is no such user or group
 */
export function runUser({ user, group }: { readonly user?: string; readonly group?: string }): RunUser {
  const found = user === undefined ? null : userOf(user)
  return {
    uid: found?.uid ?? null,
    gid: group === undefined ? (found?.gid ?? null) : groupOf(group),
    home: found?.home ?? null,
  }
}

interface User {
  readonly uid: number
  readonly gid: number | null
  readonly home: string | null
}

/** passwd(5): name, password, uid, gid, comment, home, shell. */
function userOf(user: string): User {
  const entry = entriesOf('/etc/passwd').find(([name, , uid]) => name === user || uid === user)
  if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]), home: entry[5] ?? null }
  return { uid: numberOf(user, 'user'), gid: null, home: null }
}

/** group(5): name, password, gid, members. */
function groupOf(group: string): number {
  const entry = entriesOf('/etc/group').find(([name, , gid]) => name === group || gid === group)
  return entry === undefined ? numberOf(group, 'group') : Number(entry[2])
}

function numberOf(text: string, what: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`there is no ${what} ${text} on this machine`)
  return Number(text)
}

function entriesOf(path: string): readonly (readonly string[])[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
}
