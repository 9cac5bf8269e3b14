import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bellbuoy } from './bellbuoy.ts'
import { demoUser, htpasswdLine, type User } from './demo-user.ts'
import { registryConfig } from './registry-config.ts'
import { StartedProgram, isOnPath } from './started-program.ts'
import { waitUntil } from './wait-until.ts'

export interface Registry {
  /** The program's name. */
  readonly program: string
  /** `127.0.0.1:PORT`, the first part of an image's name. */
  readonly host: string
  /** The user who can push and pull. */
  readonly user: User
}

export interface RegistryOptions {
  readonly program: string
  readonly folder: string
  /** `host:port` to listen on. */
  readonly host: string
  readonly bellbuoy: Bellbuoy
}

/** CNCF Distribution as Debian names it, or as the project itself does; null when this machine has neither. */
export function findRegistryProgram(): string | null {
  return ['docker-registry', 'registry'].find((program) => isOnPath(program)) ?? null
}

/** Starts a registry that notifies Bellbuoy; it ends with `running`. */
export async function startRegistry(
  { program: command, folder, host, bellbuoy }: RegistryOptions,
  running: AsyncDisposableStack,
): Promise<Registry> {
  await writeFile(join(folder, 'htpasswd'), htpasswdLine)
  await writeFile(join(folder, 'registry.yml'), registryConfig({ folder, host, bellbuoy }))
  const program = running.use(new StartedProgram(command, ['serve', 'registry.yml'], { cwd: folder }))
  await waitUntil('the registry to start', async () => program.hasEnded || (await answers(host)) || null)
  if (program.hasEnded) throw new Error(`${command} did not start:\n${program.output()}`)
  return { program: command, host, user: demoUser }
}

async function answers(host: string): Promise<boolean> {
  const answer = await fetch(`http://${host}/v2/`)
  await answer.text()
  return answer.status === 401
}
