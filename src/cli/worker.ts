import { startWorker } from '../worker.ts'
import { databasePlace, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { endSignal } from './end-signal.ts'
import { endWithFault } from './end-with-fault.ts'

/** Delivers until SIGINT or SIGTERM, then waits for the attempts under way. A fault at the start sets the exit code. */
export async function worker({ config: file }: { readonly config?: string }): Promise<void> {
  try {
    const config = readConfig(file === undefined ? {} : { file })
    const log = createLog(config.logLevel, undefined, config.logTraffic)
    const started = await startWorker(config, log)
    // Those who read that it delivers may end it from then on.
    const ended = endSignal()
    log.delivering({ url: started.url, database: databasePlace(config).kind })
    log.stopping({ signal: await ended })
    await started[Symbol.asyncDispose]()
  } catch (error) {
    endWithFault('bellbuoy cannot start', error)
  }
}
