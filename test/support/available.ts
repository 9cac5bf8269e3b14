import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether every one of these programs is on PATH, for `test.skipIf(!available('skopeo'))`. */
export function available(...programs: readonly string[]): boolean {
  return programs.every(isOnPath)
}

function isOnPath(program: string): boolean {
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
