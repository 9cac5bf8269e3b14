import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/** With `KEEP_TEST_DATA=1` in the environment every folder stays, to be looked into after a test has failed. */
const keeps = process.env['KEEP_TEST_DATA'] === '1'

/** A new empty folder; disposing removes it and everything in it, unless `KEEP_TEST_DATA` says otherwise. */
export async function temporaryFolder(name = 'test'): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `bellbuoy-${name}-`))
  return {
    path,
    async [Symbol.asyncDispose]() {
      if (keeps) console.log(`kept: ${path}`)
      else await rm(path, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
