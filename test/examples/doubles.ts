import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Doubles of programs that this machine may not have, in a folder to put on PATH: each call is recorded with its arguments as they came. */
export class Doubles {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Adds a program. `script` says in shell what it does besides; it sees the arguments as "$@". */
  add(program: string, script = ''): void {
    const calls = this.#calls(program)
    const record = `printf '%s\\0' "$#" "$@" >>'${calls}'`
    writeFileSync(join(this.folder, program), `#!/bin/sh\n${record}\n${script}\n`, { mode: 0o755 })
  }

  /** The arguments of each call, in order. */
  calls(program: string): readonly (readonly string[])[] {
    if (!existsSync(this.#calls(program))) return []
    const texts = readFileSync(this.#calls(program), 'utf8').split('\0')
    const calls: string[][] = []
    for (let place = 0; place < texts.length - 1;) {
      const count = Number(texts[place])
      calls.push(texts.slice(place + 1, place + 1 + count))
      place += 1 + count
    }
    return calls
  }

  #calls(program: string): string {
    return join(this.folder, `${program}.calls`)
  }
}
