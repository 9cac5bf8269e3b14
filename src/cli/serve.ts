import { type App, startApp } from '../app.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { firstStartText } from './first-start-text.ts'

/** Exit code for settings that cannot be used, as in `sysexits.h`. */
const EX_CONFIG = 78

/** Runs the service until SIGINT or SIGTERM, then lets what is under way end. A fault at the start sets the exit code. */
export async function serve({ config: file }: { readonly config?: string }): Promise<void> {
  try {
    const config = readConfig(file === undefined ? {} : { file })
    const log = createLog(config.logLevel)
    const app = await startApp(config, { log })
    tellFirstStart(app, config)
    const signal = await endSignal()
    log.stopping({ signal })
    await app[Symbol.asyncDispose]()
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? EX_CONFIG : 1
    console.error(`bellbuoy cannot start: ${faultText(error)}`)
  }
}

function tellFirstStart({ url, firstStart }: App, { externalUrl }: Config): void {
  const text = firstStartText(firstStart, externalUrl ?? url)
  if (text !== null) process.stderr.write(text)
}

/** The first signal that asks the program to end; the second one ends it at once. */
function endSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}

function faultText(error: unknown): string {
  if (error instanceof ConfigError) return ['there are wrong settings:', ...error.mistakes].join('\n  ')
  return error instanceof Error ? error.message : String(error)
}
