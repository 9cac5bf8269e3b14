import { randomBytes } from 'node:crypto'
import { BellbuoyError } from '../domain/errors.ts'
import { type Users, ADMIN_NAME } from '../domain/people/user.ts'
import { type Sources, DEFAULT_SOURCE } from '../domain/registry/source.ts'
import { hashPassword } from './password.ts'
import { passwordFault } from './password-policy.ts'

/** Secrets that were generated; they are shown once. */
export interface FirstStart {
  readonly adminPassword: string | null
  readonly sourceToken: string | null
  /** The rule that a password breaks which was set and is the admin's now; null when it breaks none, or is not. */
  readonly passwordFault: string | null
}

/**
 * Creates the admin and the source named `default` if they do not exist, unless another process does it at the same time.
 *
 * @param settings the password is used on the first start only; the token, if set, becomes the source's at every start
 */
export async function prepareFirstStart(
  { users, sources }: { readonly users: Users; readonly sources: Sources },
  settings: { readonly adminPassword: string | null; readonly sourceToken: string | null },
): Promise<FirstStart> {
  return {
    ...(await prepareAdmin(users, settings.adminPassword)),
    sourceToken: await prepareSource(sources, settings.sourceToken),
  }
}

async function prepareAdmin(
  users: Users,
  setting: string | null,
): Promise<Pick<FirstStart, 'adminPassword' | 'passwordFault'>> {
  const nothingNew = { adminPassword: null, passwordFault: null }
  if ((await users.byName(ADMIN_NAME)) !== null) return nothingNew
  const password = setting ?? randomBytes(15).toString('base64url')
  // Nobody waits for this thread yet.
  const admin = { name: ADMIN_NAME, isSystemAdmin: true, passwordHash: hashPassword(password) }
  if (!(await isCreated(users.create(admin)))) return nothingNew
  return setting === null
    ? { adminPassword: password, passwordFault: null }
    : { adminPassword: null, passwordFault: passwordFault(setting, ADMIN_NAME) }
}

async function prepareSource(sources: Sources, setting: string | null): Promise<string | null> {
  const source = await sources.byName(DEFAULT_SOURCE)
  if (source === null) {
    const token = setting ?? randomBytes(24).toString('base64url')
    const isOurs = await isCreated(sources.create({ name: DEFAULT_SOURCE, kind: 'distribution', token }))
    return isOurs ? token : null
  }
  if (setting !== null && setting !== source.token) await sources.setToken(DEFAULT_SOURCE, setting)
  return null
}

/** False when another process was quicker. */
async function isCreated(creating: Promise<unknown>): Promise<boolean> {
  try {
    await creating
    return true
  } catch (error) {
    if (error instanceof BellbuoyError && error.code === 'CONFLICT') return false
    throw error
  }
}
