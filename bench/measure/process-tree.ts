import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

interface ProcessStat {
  readonly pid: number
  readonly parent: number
  /** User and system, with that of children that have ended and were waited for. */
  readonly seconds: number
}

/** CPU seconds of a process, of all that it has started, and of those that have ended; NaN where there is no proc_pid_stat(5). */
export function treeSeconds(root: number): number {
  const all = processes()
  if (all.length === 0) return Number.NaN
  return [root, ...descendants(root, all)].reduce(
    (sum, pid) => sum + (all.find((each) => each.pid === pid)?.seconds ?? 0),
    0,
  )
}

/** The living processes that a process has started, and those that these have started. */
export function descendantsOf(root: number): readonly number[] {
  return descendants(root, processes())
}

function descendants(root: number, all: readonly ProcessStat[]): readonly number[] {
  const own = all.filter(({ parent }) => parent === root).map(({ pid }) => pid)
  return own.flatMap((pid) => [pid, ...descendants(pid, all)])
}

function processes(): readonly ProcessStat[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? [])
  } catch {
    return []
  }
}

/** Undefined for a process that has ended meanwhile. */
function statOf(pid: number): ProcessStat | undefined {
  try {
    const line = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
    // The second field, the command's name in brackets, may itself hold spaces and brackets.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return { pid, parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND }
  } catch {
    return undefined
  }
}
