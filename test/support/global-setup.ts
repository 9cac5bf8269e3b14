import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { endPostgresServer } from './postgres/postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Has what all workers of the test run share: the PostgreSQL server once a test needs it, and SQLite databases to copy. */
    readonly runFolder: string
  }
}

/** Names the folder of the run to all workers, and ends the PostgreSQL server in it after the last test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'bellbuoy-run-'))
  project.provide('runFolder', folder)
  return async () => {
    await endPostgresServer(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
