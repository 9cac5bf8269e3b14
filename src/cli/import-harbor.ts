import { appendFileSync, closeSync, openSync } from 'node:fs'
import { openAgent } from '../net/open-agent.ts'
import { endWithFault } from './end-with-fault.ts'
import { importAll } from './harbor-import/import-all.ts'
import { importReport, isComplete } from './harbor-import/report.ts'
import { createRestApi } from './harbor-import/rest-api.ts'
import { Tally } from './harbor-import/tally.ts'
import { EXIT } from './remote/exit-codes.ts'
import { secretIn } from './remote/given-file.ts'

export interface ImportHarborOptions {
  readonly harbor: string
  readonly harborUser: string
  readonly harborPasswordFile: string
  readonly bellbuoy: string
  readonly user: string
  readonly passwordFile: string
  readonly project: readonly string[]
  readonly robotSecrets?: string
  readonly insecure?: boolean
  readonly dryRun?: boolean
}

const CONNECT_TIMEOUT_MS = 10_000

/**
 * Copies projects, members, users, policies and robots from a Harbor to a Bellbuoy that runs, by the API of both. It can be run
 * again: what Bellbuoy has stays as it is. The exit code is 0 when Bellbuoy has everything in the end, else as `EXIT` says. Ctrl+C lets the
 * item under way be copied whole.
 */
export async function importHarbor(options: ImportHarborOptions): Promise<void> {
  const { dryRun: isDryRun = false, insecure = false, robotSecrets } = options
  const ending = new AbortController()
  process.once('SIGINT', () => ending.abort())
  const agent = openAgent({ guard: null, timeoutMs: CONNECT_TIMEOUT_MS, skipCertVerify: insecure })
  const tally = new Tally()
  try {
    const { harbor, harborUser, harborPasswordFile, bellbuoy, user, passwordFile } = options
    const from = { url: harbor, user: harborUser, password: await secretIn(harborPasswordFile) }
    const to = { url: bellbuoy, user, password: await secretIn(passwordFile) }
    const sides = {
      harbor: createRestApi('Harbor', from, { agent, signal: ending.signal }),
      bellbuoy: createRestApi('Bellbuoy', to, { agent }),
      tally,
      isDryRun,
      signal: ending.signal,
    }
    const keepSecret = robotSecrets === undefined ? null : secretKeeper(robotSecrets, isDryRun)
    await importAll(sides, { only: options.project, keepSecret, nowMs: Date.now() })
    console.log(importReport(tally, isDryRun))
    if (!isComplete(tally, isDryRun)) process.exitCode = EXIT.found
  } catch (error) {
    console.log(importReport(tally, isDryRun))
    if (ending.signal.aborted) endInterrupted()
    else endWithFault('the import stopped early; run it again to finish it', error)
  } finally {
    await agent.destroy()
  }
}

function endInterrupted(): void {
  process.exitCode = EXIT.interrupted
  console.error(
    'bellbuoy: stopped by Ctrl+C; everything copied so far stays. Run the import again to copy the rest',
  )
}

/** Writes each new secret at once, so that an import that is interrupted loses none. */
function secretKeeper(file: string, isDryRun: boolean): (robot: string, secret: string) => void {
  // Before anything is copied it must be certain that the file can be written.
  if (!isDryRun) closeSync(openSync(file, 'a', 0o600))
  return (robot, secret) => appendFileSync(file, `${robot} ${secret}\n`)
}
