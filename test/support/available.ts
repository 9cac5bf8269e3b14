import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import programs from './programs.json' with { type: 'json' }

/** A program that `npm test` knows the Debian package of, and installs where it can. */
type KnownProgram = keyof typeof programs

/** Whether every one of these programs is on PATH, for `test.skipIf(!available('skopeo'))`. */
export function available(...names: readonly KnownProgram[]): boolean {
  return names.every(isOnPath)
}

/** Whether a program is on PATH: for one that nothing installs, where what comes of it shows that it is missing. */
export function isOnPath(program: string): boolean {
  const { PATH = '' } = process.env
  return PATH.split(delimiter).some((folder) => isExecutable(join(folder, program)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
