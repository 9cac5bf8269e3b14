import { ApiFailure } from '../../client/api-failure.ts'
import type { Client } from '../../client/client.ts'
import { messageOf } from '../../domain/errors.ts'
import { plainText } from '../plain-text.ts'
import { CommandFault, EXIT, exitCodeOf } from './exit-codes.ts'
import { openClient } from './open-client.ts'
import { type Output, openOutput } from './output.ts'
import type { RemoteOptions } from './remote-options.ts'
import { type ServerAddress, serverAddress } from './server-address.ts'

/** What a command works with. */
export interface Remote {
  readonly client: Client
  readonly server: ServerAddress
  readonly output: Output
  /** Aborts with the first Ctrl+C. Calls of the client end with it by themselves, unless they may end first. */
  readonly signal: AbortSignal
  /** Names programs, such as EDITOR, and has the secrets that a file names by their variables. */
  readonly environment: NodeJS.ProcessEnv
}

export interface RunOptions {
  /** A call that is under way at Ctrl+C ends first, so that the command can say how far it came; `act` looks at the signal between calls. */
  readonly callsEndFirst?: boolean
}

/**
 * Runs a command that calls a server. A fault is printed as one sentence and sets the exit code. Ctrl+C ends what is under way, a second one the
 * program.
 *
 * @param act sets the exit code when it went through and found what should not be
 */
export async function runRemote(
  options: RemoteOptions,
  act: (remote: Remote) => Promise<void>,
  { callsEndFirst = false }: RunOptions = {},
): Promise<void> {
  await endsWell(async (signal, environment) => {
    const server = serverAddress(options, environment)
    const ends = callsEndFirst ? new AbortController().signal : signal
    await using opened = await openClient(server, ends, options)
    await act({ client: opened.client, server, output: openOutput(options), signal, environment })
  })
}

/** The same for a command that finds its server itself. */
export async function endsWell(
  act: (signal: AbortSignal, environment: NodeJS.ProcessEnv) => Promise<void>,
): Promise<void> {
  const ending = new AbortController()
  process.once('SIGINT', () => ending.abort())
  // A reader such as `head` closes the pipe once it has enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.fault),
  )
  try {
    await act(ending.signal, process.env)
  } catch (error) {
    const isInterrupted = ending.signal.aborted
    process.exitCode = isInterrupted ? EXIT.interrupted : exitCodeOf(error)
    const says = isInterrupted ? interruptedText(error) : faultText(error)
    if (says !== null) console.error(`bellbuoy: ${plainText(says)}`)
  }
}

/** What is said after Ctrl+C: how far a command came by its own words, or that a change was under way. Null: nothing was done. */
function interruptedText(error: unknown): string | null {
  if (error instanceof CommandFault) return error.message
  return error instanceof ApiFailure && error.mayBeDone
    ? 'stopped by Ctrl+C; the server may have made the change already'
    : null
}

function faultText(error: unknown): string {
  const isExpected = exitCodeOf(error) !== EXIT.fault || error instanceof CommandFault
  return isExpected
    ? messageOf(error)
    : `this is a bug in Bellbuoy: ${String((error as Error).stack ?? error)}`
}
