import { type Ran, runCommand } from './command.ts'
import { type TestApp, type TestAppOptions, startTestApp } from './start-test-app.ts'
import { type Receiver, type Respond, startReceiver } from '../receivers/receiver.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** A server with a receiver beside it, and commands that call it. */
export interface CommandsApp extends AsyncDisposable {
  readonly app: TestApp
  readonly receiver: Receiver
  readonly folder: string
  /** Runs `bellbuoy` as admin of the server, unless the environment says otherwise. */
  readonly run: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Ran>
}

/** @param respond how the receiver answers; 200 when left out */
export async function startCommandsApp(
  options: TestAppOptions = {},
  respond?: Respond,
): Promise<CommandsApp> {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(await startReceiver(respond === undefined ? {} : { respond }))
  const app = stack.use(await startTestApp(options))
  const folder = stack.use(await temporaryFolder('command')).path
  const owned = stack.move()
  return {
    app,
    receiver,
    folder,
    run: (args, env = {}) => runCommand(args, { url: app.url, folder, env }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
