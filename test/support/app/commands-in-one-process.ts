import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Ran } from './command.ts'

/** A command to run. */
export interface Order {
  readonly args: readonly string[]
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv
  /** The time of calls is over soon. */
  readonly hurriesCalls?: boolean
  /** Standard output is a terminal of this width. */
  readonly columns?: number
}

/** A command that runs. */
export interface Running {
  readonly ended: Promise<Ran>
  /** As Ctrl+C does; settles when the command has heard of it. */
  readonly interrupt: () => Promise<void>
}

/** Runs commands one after the other. */
export interface OneProcess extends AsyncDisposable {
  readonly start: (args: readonly string[], env: NodeJS.ProcessEnv, more?: Partial<Order>) => Running
}

const child = fileURLToPath(new URL('./command-child.ts', import.meta.url))

/** Starts a process that runs commands without a terminal, and with nothing on standard input. @param cwd where it runs */
export function startOneProcess(cwd: string): OneProcess {
  const { PATH, HOME } = process.env
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const
  const started: ChildProcess = fork(child, { cwd, env: { PATH, HOME }, execArgv: [], stdio: [...stdio] })
  let last: Promise<unknown> = Promise.resolve()
  const interrupt = async (): Promise<void> => {
    const heard = message(started, (one) => one === HEARD)
    started.send('interrupt')
    await heard
  }
  return {
    start(args, env, more = {}) {
      const order: Order = { args, env: { PATH, HOME, ...env }, ...more }
      const ended = last.then(async () => {
        const ran = message(started, (one): one is Ran => one !== HEARD)
        started.send(order)
        return ran
      })
      last = ended
      return { ended, interrupt }
    },
    async [Symbol.asyncDispose]() {
      const closed = once(started, 'exit')
      started.kill('SIGKILL')
      await closed
    },
  }
}

const HEARD = 'interrupted'

/** The next message of a process that is meant. */
function message<Meant>(from: ChildProcess, isMeant: (one: unknown) => one is Meant): Promise<Meant>
function message(from: ChildProcess, isMeant: (one: unknown) => boolean): Promise<unknown>
function message(from: ChildProcess, isMeant: (one: unknown) => boolean): Promise<unknown> {
  return new Promise((resolve) => {
    const listen = (one: unknown): void => {
      if (!isMeant(one)) return
      from.off('message', listen)
      resolve(one)
    }
    from.on('message', listen)
  })
}
