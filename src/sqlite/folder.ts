import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf } from '../domain/errors.ts'

/**
 * Creates the data folder, for its owner alone, unless it is there.
 *
 * @throws Error when it cannot be created or written
 */
export function prepareFolder(folder: string): void {
  try {
    createFolder(resolve(folder))
    if (!statSync(folder).isDirectory()) throw new Error('it is a file')
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const why = messageOf(error)
    throw new Error(`the data folder ${folder} cannot be written: ${why}`, { cause: error })
  }
}

/** Not `mkdir` with `recursive`: in a file system that knows no folders of ours, such as /proc, that tries for ever. */
function createFolder(folder: string): void {
  if (existsSync(folder)) return
  createFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}
