import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitUntil } from './wait-until.ts'

/** Does something once for all workers of a test run, which share a folder; the others wait until it is done. */
export async function onceForAll(folder: string, what: string, run: () => Promise<void>): Promise<void> {
  const done = join(folder, `${what} done`)
  const begun = await open(join(folder, `${what} begun`), 'wx').catch(() => null)
  if (begun !== null) {
    await begun.close()
    await run()
    await writeFile(`${done}.new`, '')
    await rename(`${done}.new`, done)
  }
  await waitUntil(() => readFile(done), { what: `${what} is done`, timeoutMs: 50_000 })
}
