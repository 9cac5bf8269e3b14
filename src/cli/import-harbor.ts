import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs'
import { openAgent } from '../net/open-agent.ts'
import { endWithFault } from './end-with-fault.ts'
import { importAll } from './harbor-import/import-all.ts'
import { importReport, isComplete } from './harbor-import/report.ts'
import { createRestApi } from './harbor-import/rest-api.ts'
import { Tally } from './harbor-import/tally.ts'

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
 * again: what Bellbuoy has stays as it is. The exit code is 0 when Bellbuoy has everything in the end.
 */
export async function importHarbor(options: ImportHarborOptions): Promise<void> {
  const { dryRun: isDryRun = false, insecure = false, robotSecrets } = options
  const agent = openAgent({ guard: null, timeoutMs: CONNECT_TIMEOUT_MS, skipCertVerify: insecure })
  const tally = new Tally()
  try {
    const { harbor, harborUser, harborPasswordFile, bellbuoy, user, passwordFile } = options
    const from = { url: harbor, user: harborUser, password: passwordIn(harborPasswordFile) }
    const to = { url: bellbuoy, user, password: passwordIn(passwordFile) }
    const sides = {
      harbor: createRestApi('Harbor', from, agent),
      bellbuoy: createRestApi('Bellbuoy', to, agent),
      tally,
      isDryRun,
    }
    const keepSecret = robotSecrets === undefined ? null : secretKeeper(robotSecrets, isDryRun)
    await importAll(sides, { only: options.project, keepSecret, nowMs: Date.now() })
    console.log(importReport(tally, isDryRun))
    if (!isComplete(tally, isDryRun)) process.exitCode = 1
  } catch (error) {
    console.log(importReport(tally, isDryRun))
    endWithFault('the import did not come to its end; run it again to finish it', error)
  } finally {
    await agent.destroy()
  }
}

function passwordIn(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
}

/** Writes each new secret at once, so that an import that is interrupted loses none. */
function secretKeeper(file: string, isDryRun: boolean): (robot: string, secret: string) => void {
  // Before anything is copied it must be certain that the file can be written.
  if (!isDryRun) closeSync(openSync(file, 'a', 0o600))
  return (robot, secret) => appendFileSync(file, `${robot} ${secret}\n`)
}
