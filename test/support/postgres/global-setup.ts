import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { endPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the PostgreSQL server of the test run is, or will be once a test needs it. */
    readonly postgresFolder: string
  }
}

/** Names the folder of the server to all workers, and ends the server after the last test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'bellbuoy-postgres-'))
  project.provide('postgresFolder', folder)
  return async () => {
    await endPostgresServer(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
