import { startWorker } from '../worker.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { endSignal } from './end-signal.ts'
import { endWithFault } from './end-with-fault.ts'

/** Delivers until SIGINT or SIGTERM, then waits for the attempts under way. A fault at the start sets the exit code. */
export async function worker({ config: file }: { readonly config?: string }): Promise<void> {
  try {
    const config = readConfig(file === undefined ? {} : { file })
    const log = createLog(config.logLevel, undefined, config.logTraffic)
    const started = await startWorker(config, log)
    const signal = await endSignal()
    log.stopping({ signal })
    await started[Symbol.asyncDispose]()
  } catch (error) {
    endWithFault('bellbuoy cannot start', error)
  }
}
