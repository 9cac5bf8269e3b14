// Runs one command after the other in a process of its own, as `test/support/app/commands-in-one-process.ts` asks: most of what a command takes is
// its start. Waits are a hundred times shorter here.

import { bellbuoyProgram } from '../../../src/cli/program.ts'
import type { Order } from './commands-in-one-process.ts'

const HURRY = 100
/** Longer ones are limits, which count. */
const LONGEST_WAIT_MS = 5000

/** What ends a command that would end its process. */
class Exit extends Error {
  readonly code: number

  constructor(code: number) {
    super('the command ended its process')
    this.code = code
  }
}

const { setTimeout } = globalThis
const hurried = (run: () => void, ms = 0, ...args: []): NodeJS.Timeout =>
  setTimeout(run, ms > LONGEST_WAIT_MS ? ms : ms / HURRY, ...args)
globalThis.setTimeout = Object.assign(hurried, setTimeout)

const timeout = AbortSignal.timeout.bind(AbortSignal)

process.exit = (code) => {
  throw new Exit(Number(code ?? process.exitCode ?? 0))
}

process.on('message', (order: Order | 'interrupt') => {
  if (order === 'interrupt') {
    process.emit('SIGINT')
    process.send?.('interrupted')
  } else void run(order).then((ran) => process.send?.(ran))
})

/** A function, since the compiler takes the exit code for one that nobody else sets. */
function exitCodeNow(): number {
  return Number(process.exitCode ?? 0)
}

async function run({ args, env, hurriesCalls = false, columns }: Order) {
  const written = { stdout: '', stderr: '' }
  const keep = (name: 'stdout' | 'stderr') => (text: string | Uint8Array) => {
    written[name] += typeof text === 'string' ? text : new TextDecoder().decode(text)
    return true
  }
  process.stdout.write = keep('stdout')
  process.stderr.write = keep('stderr')
  AbortSignal.timeout = (ms) => timeout(hurriesCalls ? ms / HURRY / 5 : ms)
  if (columns !== undefined) Object.assign(process.stdout, { isTTY: true, columns })
  process.exitCode = undefined
  process.env = env
  const code = await bellbuoyProgram()
    .parseAsync(args, { from: 'user' })
    .then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Exit) return error.code
        process.stderr.write(String((error as Error).stack))
        return 1
      },
    )
  const exitCode = code ?? exitCodeNow()
  process.exitCode = undefined
  process.removeAllListeners('SIGINT')
  process.stdout.removeAllListeners('error')
  return { exitCode, ...written }
}
