import { messageOf } from '../../domain/errors.ts'
import { plainJson, plainLine } from '../plain-text.ts'
import { CommandFault, EXIT, exitCodeOf } from '../remote/exit-codes.ts'
import { openClient } from '../remote/open-client.ts'
import { type Output, openOutput } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { endsWell } from '../remote/run-remote.ts'
import { type ServerAddress, serverAddress } from '../remote/server-address.ts'
import { type Finding, bad, warn } from './finding.ts'
import { countText, findingText } from './print.ts'

export interface DoctorOptions {
  readonly config?: string
  readonly registryConfig?: string
  readonly source?: string
}

/** Prints each finding as it is made. The exit code is 1 when something is bad. */
export async function doctor(options: RemoteOptions & DoctorOptions): Promise<void> {
  await endsWell(async (signal) => {
    const output = openOutput(options)
    const findings: Finding[] = []
    for await (const finding of findingsOf(options, signal)) {
      signal.throwIfAborted()
      findings.push(finding)
      print(finding, output)
    }
    output.say(`\n${countText(findings)}`)
    if (findings.some(({ level }) => level === 'bad')) process.exitCode = EXIT.found
  })
}

/** The longest name. */
const MAX_ABOUT = 4096

/** With `--quiet`, only what is bad has a line. */
function print(finding: Finding, { form }: Output): void {
  if (form === 'json') console.log(plainJson(finding))
  else if (form === 'text') console.log(findingText(finding))
  else if (finding.level === 'bad') console.log(plainLine(finding.about, MAX_ABOUT))
}

async function* findingsOf(
  options: RemoteOptions & DoctorOptions,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const { config } = options
  if (config !== undefined)
    yield* (await import('./machine/check-machine.ts')).checkMachine(config, process.env, signal)
  const server = serverNamed(options)
  if ('level' in server) yield server
  else yield* ofServer(server, options, signal)
}

/** Where this machine is looked at, that alone is worth a run: a server that nobody named is a finding then. */
function serverNamed(options: RemoteOptions & DoctorOptions): ServerAddress | Finding {
  try {
    return serverAddress(options, process.env)
  } catch (error) {
    if (!(error instanceof CommandFault) || options.config === undefined) throw error
    return warn('server', 'not checked', `${error.message}.`)
  }
}

async function* ofServer(
  server: ServerAddress,
  { config, registryConfig, source }: DoctorOptions,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  await using opened = await openClient(server, signal)
  const { client } = opened
  try {
    if (registryConfig === undefined) {
      yield* (await import('./server/check-server.ts')).checkServer(client, server.url)
      if (config !== undefined) yield* (await import('./machine/check-targets.ts')).checkTargets(client)
    } else {
      const { checkRegistry } = await import('./registry/check-registry.ts')
      yield* checkRegistry({ client, server, file: registryConfig, source: source ?? null, signal })
    }
  } catch (error) {
    if (exitCodeOf(error) !== EXIT.unavailable || signal.aborted) throw error
    yield bad(
      'server',
      messageOf(error),
      'Start the server, or correct its address, and check the firewall in between.',
    )
  }
}
