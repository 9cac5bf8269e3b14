import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where a program is looked for without PATH, as the shell does it. */
const USUAL_PATH = '/usr/local/bin:/usr/bin:/bin'

export interface ProgramWanted {
  readonly program: string
  /** The variable PATH of the command. */
  readonly path: string | undefined
  /** Null for that of this process. */
  readonly workingFolder: string | null
}

/** The file of a program, found as execvp(3) does. The name itself, when there is none: the start of the process then says what is wrong. */
export function programFile({ program, path = USUAL_PATH, workingFolder }: ProgramWanted): string {
  if (program.includes('/')) return program
  const files = path.split(':').map((folder) => resolve(workingFolder ?? '.', folder, program))
  return files.find(isProgram) ?? files.find(isThere) ?? program
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
}
