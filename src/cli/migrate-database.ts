import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type DatabasePlace, placeInOption } from '../config.ts'
import { openPostgresSource, openPostgresTarget } from '../store/postgres/open-for-move.ts'
import type { MoveSource, MoveTarget } from '../store/move/move-end.ts'
import { type MoveStep, moveDatabase } from '../store/move/move-database.ts'
import { openSqliteSource, openSqliteTarget } from '../store/sqlite/open-for-move.ts'
import { endWithFault } from './end-with-fault.ts'
import { keyText, movedText } from './moved-text.ts'

export interface MigrateDatabaseOptions {
  readonly from: string
  readonly to: string
}

/**
 * Copies everything from one database into another, which has to be empty; run again after an interruption, it goes on. The source is
 * only read. The exit code is 0 when both hold the same; a fault sets it.
 */
export async function migrateDatabase({ from, to }: MigrateDatabaseOptions): Promise<void> {
  try {
    const [source, target] = [placeOf('--from', from), placeOf('--to', to)]
    if (JSON.stringify(source) === JSON.stringify(target))
      throw new Error('--from and --to name the same database')
    await using read = await openSource(source)
    await using write = await openTarget(target)
    const moved = await moveDatabase({ source: read, target: write, report: progressLines() })
    console.log(movedText(moved))
    console.log(keyText({ source, target, hasKeyFile: hasKeyFile(source) }))
  } catch (error) {
    endWithFault('bellbuoy cannot copy the database', error)
  }
}

/** @throws ConfigError when it names no database */
function placeOf(option: string, url: string): DatabasePlace {
  const place = placeInOption(option, url)
  return place.kind === 'sqlite' ? { kind: 'sqlite', path: resolve(place.path) } : place
}

function openSource(place: DatabasePlace): Promise<MoveSource> {
  return place.kind === 'sqlite' ? openSqliteSource(place.path) : openPostgresSource(place.url)
}

function openTarget(place: DatabasePlace): Promise<MoveTarget> {
  return place.kind === 'sqlite' ? openSqliteTarget(place.path) : openPostgresTarget(place.url)
}

function hasKeyFile(place: DatabasePlace): boolean {
  return place.kind === 'sqlite' && existsSync(`${place.path}.key`)
}

const LINE_EVERY_MS = 2000

/** A line for each table, and one every two seconds. */
function progressLines(): (step: MoveStep) => void {
  let lastMs = 0
  return ({ table, rows, of }) => {
    if (rows < of && Date.now() - lastMs < LINE_EVERY_MS) return
    lastMs = Date.now()
    console.log(`${table}: ${rows} of ${of} rows`)
  }
}
