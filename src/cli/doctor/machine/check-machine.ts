import { type Config, ConfigError, databasePlace, readConfig } from '../../../config.ts'
import { CommandFault, EXIT } from '../../remote/exit-codes.ts'
import { existsSync } from 'node:fs'
import { type Finding, bad, ok } from '../finding.ts'
import { checkClock } from './check-clock.ts'
import { checkDisk } from './check-disk.ts'
import { checkFiles } from './check-files.ts'
import { checkName } from './check-name.ts'
import { checkPort } from './check-port.ts'
import { checkProxies } from './check-proxies.ts'

/** Looks at the machine that a server runs on, or is to run on. @param file its settings; the environment wins over it */
export async function* checkMachine(
  file: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const config = configIn(file)
  if (Array.isArray(config)) return yield* config
  yield ok('settings', `${file} is valid`)
  const place = databasePlace(config)
  yield* checkFiles(config, place)
  if (place.kind === 'sqlite') yield* checkDisk(place.path, config.databaseRoom)
  yield await checkPort(config)
  yield* checkProxies(environment)
  for (const [about, url, skipCertVerify] of addressesIn(config)) {
    if (signal.aborted) return
    const found = await checkName(about, new URL(url), { skipCertVerify, ca: config.registry.ca })
    yield found
    if (found.level === 'ok') yield* checkClock(about, url)
  }
}

/** Every mistake is a finding. @throws CommandFault when there is no such file */
function configIn(file: string): Config | Finding[] {
  if (!existsSync(file)) throw new CommandFault(EXIT.missing, `there is no file ${file}`)
  try {
    return readConfig({ file })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.mistakes.map((mistake) =>
      bad('settings', mistake, 'Correct the setting; docs/settings.md lists all settings.'),
    )
  }
}

/** The addresses that the server itself calls. */
function addressesIn({
  registry,
  chartMuseum,
  oidc,
}: Config): readonly (readonly [about: string, url: string, skipCertVerify: boolean])[] {
  return [
    ...(registry.url === null ? [] : [['registry', registry.url, registry.skipCertVerify] as const]),
    ...(chartMuseum.url === null ? [] : [['chart repository', chartMuseum.url, false] as const]),
    ...(oidc === null ? [] : [['log-in provider', oidc.endpoint, false] as const]),
  ]
}
