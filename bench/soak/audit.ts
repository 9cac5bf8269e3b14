import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import type { BellbuoyPlan } from '../servers/bellbuoy.ts'

const COMMAND = fileURLToPath(new URL('../../bin/bellbuoy', import.meta.url))

export interface Account {
  readonly balances: boolean
  /** What the audit says for people. */
  readonly text: string
}

/** The loss account of a database, by `bellbuoy audit`, while its server runs. */
export async function audit({ folder, database }: BellbuoyPlan): Promise<Account> {
  const env = { ...process.env, BELLBUOY_DATABASE_URL: database.url }
  try {
    const { stdout } = await promisify(execFile)(COMMAND, ['audit'], { cwd: folder, env })
    return { balances: true, text: stdout }
  } catch (error) {
    const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string }
    return { balances: false, text: `${stdout}${stderr}` }
  }
}
