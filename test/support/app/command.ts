import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Program } from '../program.ts'
import { adminPassword } from './bellbuoy-process.ts'

const bellbuoy = fileURLToPath(new URL('../../../bin/bellbuoy', import.meta.url))

export interface CommandOptions {
  /** Where the server is; left out: the environment names none. */
  readonly url?: string
  /** More of the environment, or other values. */
  readonly env?: NodeJS.ProcessEnv
  /** Where log-ins are kept, and where the command runs. */
  readonly folder: string
  /** On standard input. */
  readonly input?: string
}

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts `bellbuoy` with these arguments, as admin of a server unless the environment says otherwise. */
export function startCommand(
  args: readonly string[],
  { url, env = {}, folder, input = '' }: CommandOptions,
): Program {
  const admin = { BELLBUOY_SERVER: url, BELLBUOY_USER: 'admin', BELLBUOY_PASSWORD: adminPassword }
  const { PATH, HOME } = process.env
  const kept = { XDG_CONFIG_HOME: join(folder, 'config') }
  const all = { PATH, HOME, ...kept, ...(url !== undefined && admin), ...env }
  return new Program({ command: bellbuoy, args, env: all, cwd: folder, input })
}

/** The same to its end. */
export async function runCommand(args: readonly string[], options: CommandOptions): Promise<Ran> {
  await using program = startCommand(args, options)
  const exitCode = await program.exited
  return { exitCode, stdout: program.stdout(), stderr: program.stderr() }
}
