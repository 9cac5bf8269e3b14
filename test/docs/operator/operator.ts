import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { Program } from '../../support/program.ts'
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
/** What a clone has, as far as a server needs it. */
const CLONED = ['bin', 'dist', 'node_modules', 'package-lock.json', 'package.json', 'scripts', 'src']

/** Someone who types the commands of the pages in a folder like a clone, with what is theirs in place of the pages' examples. */
export class Operator implements AsyncDisposable {
  /** As their shell has it. */
  readonly env: NodeJS.ProcessEnv
  readonly #folder: TemporaryFolder
  readonly #own: (readonly [example: string, own: string])[] = []

  private constructor(folder: TemporaryFolder) {
    const { PATH } = process.env
    this.#folder = folder
    this.env = { PATH: `${folder.path}/own-bin:${PATH}`, HOME: folder.path }
  }

  static async inClone(): Promise<Operator> {
    const folder = await temporaryFolder('operator')
    for (const name of CLONED) symlinkSync(root + name, join(folder.path, name))
    return new Operator(folder)
  }

  get folder(): string {
    return this.#folder.path
  }

  /** From now on they type this where a page has an example. */
  replace(example: string, own: string): void {
    this.#own.unshift([example, own])
  }

  /** Types commands and waits for their end; what they wrote to standard output. */
  async type(commands: string): Promise<string> {
    await using program = this.start(commands)
    const exitCode = await program.exited
    expect(exitCode, `${commands}\n${program.output()}`).toBe(0)
    return program.stdout()
  }

  /** Types a command that goes on until it is ended. */
  start(command: string): Program {
    const own = this.#own.reduce((text, [example, mine]) => text.replaceAll(example, mine), command)
    // The last command becomes the process itself, so that a signal reaches it.
    return new Program({ command: 'bash', args: ['-ec', own], cwd: this.folder, env: this.env })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]()
  }
}
