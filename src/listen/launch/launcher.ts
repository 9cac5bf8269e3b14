import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CommandEnd, CommandStart, EndReason, LaunchAnswer, LaunchOrder } from './launch-order.ts'
import { endGroup, livingGroup } from './process-group.ts'

const FILE = fileURLToPath(new URL('./launcher-worker.ts', import.meta.url))
const NODE_OPTIONS = ['--max-old-space-size=256', '--max-semi-space-size=4', '--v8-pool-size=0']

interface Launched {
  group: string | null
  readonly prepared: (group: string | null) => void
  readonly ended: (end: CommandEnd | 'lost') => void
}

/** `kept`: it was not let go, and has not run. `lost`: the launcher ended meanwhile, and with it the command. */
export type LaunchEnd = CommandEnd | 'kept' | 'lost'

export interface LaunchWanted {
  readonly run: number
  readonly start: CommandStart
  /** Called when the process of the command is there, and waits; the command runs when it resolves to true. */
  readonly mayGo: (group: string | null) => Promise<boolean>
}

/** Has commands started by a process of its own, which is replaced should it ever end. */
export class Launcher implements AsyncDisposable {
  readonly #launched = new Map<number, Launched>()
  #process: ChildProcess | null

  constructor() {
    this.#process = this.#start()
  }

  /** Starts a command and waits for its end. */
  async run({ run, start, mayGo }: LaunchWanted): Promise<LaunchEnd> {
    const prepared = Promise.withResolvers<string | null>()
    const ended = Promise.withResolvers<CommandEnd | 'lost'>()
    this.#launched.set(run, { group: null, prepared: prepared.resolve, ended: ended.resolve })
    this.#order({ kind: 'prepare', run, start })
    const first = await Promise.race([prepared.promise.then((group) => ({ group })), ended.promise])
    if (first === 'lost' || !('group' in first)) return first
    const isLetGo = await mayGo(first.group)
    this.#order(isLetGo ? { kind: 'go', run } : { kind: 'end', run, why: 'stop' })
    const end = await ended.promise
    return isLetGo ? end : 'kept'
  }

  /** Ends a command with its whole group. */
  end(run: number, why: EndReason): void {
    if (this.#launched.has(run)) this.#order({ kind: 'end', run, why })
  }

  #order(order: LaunchOrder): void {
    this.#process ??= this.#start()
    // One that is gone says so by its exit.
    this.#process.send(order, () => undefined)
  }

  #start(): ChildProcess {
    const started = fork(FILE, {
      execArgv: NODE_OPTIONS,
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    started.on('message', (answer: LaunchAnswer) => this.#hear(answer))
    started.once('error', () => void this.#lose(started))
    started.once('exit', () => void this.#lose(started))
    return started
  }

  #hear(answer: LaunchAnswer): void {
    const launched = this.#launched.get(answer.run)
    if (launched === undefined) return
    if (answer.kind === 'prepared') {
      launched.group = answer.group
      launched.prepared(answer.group)
    } else {
      this.#launched.delete(answer.run)
      launched.ended(answer.end)
    }
  }

  /** Nobody waits for its commands any more: they end, and are cut off. */
  async #lose(lost: ChildProcess): Promise<void> {
    if (this.#process !== lost) return
    this.#process = null
    const orphans = [...this.#launched]
    this.#launched.clear()
    await Promise.all(
      orphans.map(async ([run, { group, ended }]) => {
        const pid = group === null ? null : livingGroup(group, run)
        if (pid !== null) await endGroup(pid)
        ended('lost')
      }),
    )
  }

  /** The launcher ends what is left, then itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    const last = this.#process
    if (last === null) return
    const exited = new Promise((resolve) => last.once('exit', resolve))
    if (last.connected) last.disconnect()
    await exited
  }
}
