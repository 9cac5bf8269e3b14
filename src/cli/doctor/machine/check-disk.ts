import { existsSync, statSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../../../config.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30
/** Below this, SQLite's log alone may fill the disk under load. */
const LEAST_BYTES = 256 * MIB

/** The room of the volume that the database is on. */
export function* checkDisk(
  path: string,
  { freePercent, maxGib }: Config['databaseRoom'],
): Generator<Finding> {
  const folder = existing(resolve(dirname(path)))
  const { bavail, blocks, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const percent = blocks === 0 ? 100 : (bavail / blocks) * 100
  const says = `${sizeText(free)} free on the volume of ${folder} (${Math.floor(percent)} %)`
  const fix = 'Free up space, enlarge the volume, or keep less history (RETENTION_DAYS).'
  if (free < LEAST_BYTES) yield bad('disk', says, fix)
  else if (percent < freePercent) yield warn('disk', says, fix)
  else yield ok('disk', says)
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (maxGib > 0 && size > maxGib * GIB)
    yield warn(
      'database',
      `its size is ${sizeText(size)}`,
      'Keep less history (RETENTION_DAYS), or raise DATABASE_MAX_GIB.',
    )
}

/** The nearest folder that is there: that of the database may be made by its first start. */
function existing(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existing(dirname(folder))
}

function sizeText(bytes: number): string {
  return bytes < GIB ? `${Math.floor(bytes / MIB)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`
}
