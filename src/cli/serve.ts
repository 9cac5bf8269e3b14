import { type App, startApp } from '../app.ts'
import { type Config, databasePlace, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { endSignal } from './end-signal.ts'
import { endWithFault } from './end-with-fault.ts'
import { firstStartText } from './first-start-text.ts'

export interface ServeOptions {
  readonly config?: string
  /** False: other processes on the database deliver. */
  readonly deliver: boolean
}

/** Runs the service until SIGINT or SIGTERM, then waits for the work under way. A fault at the start sets the exit code. */
export async function serve({ config: file, deliver }: ServeOptions): Promise<void> {
  try {
    const config = readConfig(file === undefined ? {} : { file })
    const log = createLog(config.logLevel, undefined, config.logTraffic)
    const app = await startApp(config, { log, delivers: deliver })
    printFirstStart(app, config)
    // Those who read that it serves may end it from then on.
    const ended = endSignal()
    log.serving({ url: app.url, database: databasePlace(config).kind })
    log.stopping({ signal: await ended })
    await app[Symbol.asyncDispose]()
  } catch (error) {
    endWithFault('bellbuoy cannot start', error)
  }
}

function printFirstStart({ url, firstStart }: App, { externalUrl, registry }: Config): void {
  const text = firstStartText(firstStart, { url: externalUrl ?? url, registryHost: registry.host })
  if (text !== null) process.stderr.write(text)
}
