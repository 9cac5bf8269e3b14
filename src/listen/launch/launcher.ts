import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CommandEnd, CommandStart, EndReason, LaunchAnswer, LaunchOrder } from './launch-order.ts'
import { endGroup, livingGroup } from './process-group.ts'
import { endSession } from './process-session.ts'

const FILE = fileURLToPath(new URL('./launcher-worker.ts', import.meta.url))
const NODE_OPTIONS = [
  '--max-old-space-size=256',
  '--max-semi-space-size=4',
  '--v8-pool-size=0',
  // It calls the C library (`node:ffi`).
  '--disable-warning=ExperimentalWarning',
]

interface Launched {
  group: string | null
  readonly prepared: (group: string | null) => void
  readonly lasts: (group: string) => void
  readonly ended: (end: CommandEnd | 'lost') => void
}

/** `kept`: it was not let go, and has not run. `lost`: the launcher ended meanwhile, and with it the command. */
export type LaunchEnd = CommandEnd | 'kept' | 'lost'

export interface LaunchWanted {
  readonly run: number
  readonly start: CommandStart
  /** The session that is on disk for the run; null when none is. */
  readonly session: string | null
  /**
   * Called before the command runs, which it does when this resolves to true. With the group of its process, which waits: that has to be on disk
   * first; null where the session is enough, or the system has no name for the group.
   */
  readonly mayGo: (group: string | null) => Promise<boolean>
  /** Called with the group of a command that `mayGo` did not know, unless it ends within a moment. */
  readonly lasts: (group: string) => void
}

/** Has commands started by a process of its own, which is replaced should it ever end. */
export class Launcher implements AsyncDisposable {
  readonly #launched = new Map<number, Launched>()
  #process: ChildProcess | null
  #session: string | null = null
  readonly #ready = Promise.withResolvers<null>()

  /** Resolves as soon as its process is there, so that the first command waits no more than the others. */
  static async open(): Promise<Launcher> {
    const launcher = new Launcher()
    await launcher.#ready.promise
    return launcher
  }

  private constructor() {
    this.#process = this.#start()
  }

  /** Names the session in which commands start now. Null where each of them waits until its own group is on disk. */
  get session(): string | null {
    return this.#session
  }

  /** Starts a command and waits for its end. */
  async run(wanted: LaunchWanted): Promise<LaunchEnd> {
    // To become another user is more than posix_spawn(3) can do.
    const { start, session } = wanted
    const isSameUser = start.uid === null && start.gid === null
    return isSameUser && session !== null && session === this.#session
      ? this.#runAtOnce(wanted)
      : this.#runThroughGate(wanted)
  }

  async #runAtOnce({ run, start, mayGo, lasts }: LaunchWanted): Promise<LaunchEnd> {
    if (!(await mayGo(null))) return 'kept'
    const ended = Promise.withResolvers<CommandEnd | 'lost'>()
    this.#launched.set(run, { group: null, prepared: () => undefined, lasts, ended: ended.resolve })
    this.#order({ kind: 'start', run, start })
    return ended.promise
  }

  async #runThroughGate({ run, start, mayGo, lasts }: LaunchWanted): Promise<LaunchEnd> {
    const prepared = Promise.withResolvers<string | null>()
    const ended = Promise.withResolvers<CommandEnd | 'lost'>()
    this.#launched.set(run, { group: null, prepared: prepared.resolve, lasts, ended: ended.resolve })
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
      // It leads a session, by which a later listener knows what it started.
      detached: true,
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
    if (answer.kind === 'ready') {
      this.#session = answer.session
      this.#ready.resolve(null)
      return
    }
    const launched = this.#launched.get(answer.run)
    if (launched === undefined) return
    if (answer.kind === 'prepared') {
      launched.group = answer.group
      launched.prepared(answer.group)
    } else if (answer.kind === 'lasts') {
      launched.group = answer.group
      launched.lasts(answer.group)
    } else {
      this.#launched.delete(answer.run)
      launched.ended(answer.end)
    }
  }

  /** Nobody waits for its commands any more: they end, and are cut off. */
  async #lose(lost: ChildProcess): Promise<void> {
    if (this.#process !== lost) return
    const session = this.#session
    this.#process = null
    this.#session = null
    this.#ready.resolve(null)
    const orphans = [...this.#launched]
    this.#launched.clear()
    if (session !== null)
      await endSession(session, {
        runs: orphans.map(([run]) => run),
        groups: orphans.flatMap(([, { group }]) => group ?? []),
      })
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
