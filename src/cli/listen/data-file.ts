import { existsSync } from 'node:fs'
import { runsFile } from '../../listen/store/run-store.ts'

/**
 * The database of runs in a data folder.
 *
 * @throws Error when there is none
 */
export function dataFile(folder: string): string {
  const path = runsFile(folder)
  if (!existsSync(path))
    throw new Error(
      `there is no file ${path}: name the folder of the listener with bellbuoy listen --data FOLDER`,
    )
  return path
}

/**
 * The number of a run.
 *
 * @throws Error when it is none
 */
export function runNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new Error(`${text} is not a run number; bellbuoy listen list shows the numbers`)
  return Number(text)
}
