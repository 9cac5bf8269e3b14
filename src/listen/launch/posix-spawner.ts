import { closeSync, existsSync } from 'node:fs'
import { constants } from 'node:os'
import { Readable } from 'node:stream'
import { getSystemErrorMessage } from 'node:util'
import type { CLibrary } from './c-library.ts'
import { type CStrings, cStrings } from './c-strings.ts'
import { InputPipe, outputOf } from './command-pipes.ts'
import type { CommandStart } from './launch-order.ts'
import { programFile } from './program-file.ts'
import type { ProcessExit, StartedProcess } from './started-process.ts'
import { exitOfStatus } from './wait-status.ts'

/** As Linux, glibc and musl define them on 64 bits; what C keeps in them is smaller. */
const STRUCT_BYTES = 1024
const ALL_SIGNALS = Buffer.alloc(128, 0xff)
const NO_SIGNALS = Buffer.alloc(128)
const O_CLOEXEC = 0o2000000
const WNOHANG = 1
const SETPGROUP = 0x02
const SETSIGDEF = 0x04
const SETSIGMASK = 0x08

const { ENOENT, EACCES, ENOEXEC } = constants.errno

type SpawnParts = Pick<CommandStart, 'command' | 'environment' | 'workingFolder'> & {
  readonly file: string
  /** Descriptors of this process that become its input, and both of its outputs. */
  readonly input: number
  readonly output: number
}

/**
 * Starts commands by posix_spawn(3), which borrows the memory of its caller until the program is there: Node copies its page tables for each
 * process that it starts. Each command leads a group of its own, in the session of this process.
 */
export class PosixSpawner {
  readonly #c: CLibrary
  readonly #attributes = Buffer.alloc(STRUCT_BYTES)
  readonly #actions = Buffer.alloc(STRUCT_BYTES)
  /** What a function writes: two descriptors, a number or a status. */
  readonly #written = Buffer.alloc(8)
  /** What a function reads; it is held here as long as C knows its address. */
  #texts: CStrings | null = null
  readonly #waiting = new Map<number, (exit: ProcessExit) => void>()

  /** One for each process: it hears of the end of its children. */
  constructor(c: CLibrary) {
    this.#c = c
    const attributes = c.addressOf(this.#attributes)
    assertDone(c.posix_spawnattr_init(attributes))
    assertDone(c.posix_spawnattr_setflags(attributes, SETPGROUP | SETSIGDEF | SETSIGMASK))
    assertDone(c.posix_spawnattr_setpgroup(attributes, 0))
    // Node ignores SIGPIPE; a command must not.
    assertDone(c.posix_spawnattr_setsigdefault(attributes, c.addressOf(ALL_SIGNALS)))
    assertDone(c.posix_spawnattr_setsigmask(attributes, c.addressOf(NO_SIGNALS)))
    process.on('SIGCHLD', () => this.#reap())
  }

  /** Starts a command; it runs at once, and reads its input from `go` on. */
  start(start: CommandStart): StartedProcess {
    const { command, environment, workingFolder } = start
    const program = command[0] ?? ''
    const file = programFile({ program, path: environment['PATH'], workingFolder })
    const { inputEnd, input, output, outputEnd } = this.#pipes()
    const pipes = { input: inputEnd, output: outputEnd }
    try {
      const pid = this.#spawn({ ...start, file, ...pipes })
      const body = new InputPipe(input)
      const read = outputOf(output)
      const close = (): void => {
        body.close()
        read.destroy()
      }
      return { pid, outputs: [read], exit: this.#exitOf(pid), go: (bytes) => body.write(bytes), close }
    } catch (error) {
      for (const descriptor of [input, output]) closeSync(descriptor)
      return notStarted(error, program)
    } finally {
      for (const descriptor of [inputEnd, outputEnd]) closeSync(descriptor)
    }
  }

  /** Its number. @throws Error that says why there is none */
  #spawn(parts: SpawnParts): number {
    const { file, command } = parts
    const code = this.#tryToSpawn(parts)
    // What is no program of the system's may be a script without its first line, as execvp(3) and shells have it.
    const lastCode =
      code === ENOEXEC
        ? this.#tryToSpawn({ ...parts, file: '/bin/sh', command: ['/bin/sh', file, ...command.slice(1)] })
        : code
    if (lastCode !== 0) throw spawnError(lastCode, parts.workingFolder)
    return this.#written.readInt32LE()
  }

  #tryToSpawn({ file, command, environment, workingFolder, input, output }: SpawnParts): number {
    const c = this.#c
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
    this.#texts = cStrings([command, variables, [file], [workingFolder ?? '.']], c.addressOf)
    const [argv = 0n, envp = 0n] = this.#texts.arrays
    const [path = 0n, folder = 0n] = this.#texts.firsts.slice(2)
    const actions = c.addressOf(this.#actions)
    assertDone(c.posix_spawn_file_actions_init(actions))
    try {
      assertDone(c.posix_spawn_file_actions_adddup2(actions, input, 0))
      assertDone(c.posix_spawn_file_actions_adddup2(actions, output, 1))
      assertDone(c.posix_spawn_file_actions_adddup2(actions, output, 2))
      if (workingFolder !== null) assertDone(c.posix_spawn_file_actions_addchdir_np(actions, folder))
      return c.posix_spawn(
        c.addressOf(this.#written),
        path,
        actions,
        c.addressOf(this.#attributes),
        argv,
        envp,
      )
    } finally {
      c.posix_spawn_file_actions_destroy(actions)
    }
  }

  /** Two pipes: the ends of the command, and the other ends, which are ours. */
  #pipes(): Record<'inputEnd' | 'input' | 'output' | 'outputEnd', number> {
    const [inputEnd, input] = this.#pipe()
    try {
      const [output, outputEnd] = this.#pipe()
      return { inputEnd, input, output, outputEnd }
    } catch (error) {
      for (const descriptor of [inputEnd, input]) closeSync(descriptor)
      throw error
    }
  }

  /** The end to read from, and the end to write to; no command inherits them. */
  #pipe(): readonly [number, number] {
    if (this.#c.pipe2(this.#c.addressOf(this.#written), O_CLOEXEC) !== 0)
      throw new Error('no pipe can be opened: too many files are open')
    return [this.#written.readInt32LE(0), this.#written.readInt32LE(4)]
  }

  #exitOf(pid: number): Promise<ProcessExit> {
    return new Promise((resolve) => this.#waiting.set(pid, resolve))
  }

  /** One signal may stand for several that have ended. Others that Node started are left to Node. */
  #reap(): void {
    for (const [pid, resolve] of this.#waiting) {
      if (this.#c.waitpid(pid, this.#c.addressOf(this.#written), WNOHANG) !== pid) continue
      this.#waiting.delete(pid)
      resolve(exitOfStatus(this.#written.readInt32LE()))
    }
  }
}

class SpawnError extends Error {
  readonly code: number

  constructor(code: number) {
    super(getSystemErrorMessage(-code))
    this.code = code
  }
}

/** A folder that is missing looks like a program that is. */
function spawnError(code: number, workingFolder: string | null): Error {
  return code === ENOENT && workingFolder !== null && !existsSync(workingFolder)
    ? new Error(`there is no folder ${workingFolder}`)
    : new SpawnError(code)
}

function assertDone(code: number): void {
  if (code !== 0) throw new SpawnError(code)
}

/** With the exit codes of a shell (POSIX, "Exit Status for Commands"). */
function notStarted(error: unknown, program: string): StartedProcess {
  const code = error instanceof SpawnError ? error.code : null
  const exitCode = code === ENOENT ? 127 : code === EACCES ? 126 : null
  const text = error instanceof Error ? error.message : String(error)
  return {
    pid: null,
    outputs: [Readable.from([Buffer.from(`${program}: ${text}\n`)])],
    exit: Promise.resolve({ exitCode, signal: null, fault: exitCode === null ? text : null }),
    go: () => undefined,
    close: () => undefined,
  }
}
