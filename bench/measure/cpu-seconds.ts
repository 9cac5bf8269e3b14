import { readFileSync, readdirSync } from 'node:fs'

/** Linux reports process times in hundredths of a second to programs, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100

/** CPU seconds of a process by thread. */
export interface ThreadSeconds {
  /** The thread of the event loop. */
  readonly main: number
  /** The thread that writes to SQLite. */
  readonly writer: number
  /** The compiler, the garbage collector, the pool, and readers of the database. */
  readonly others: number
}

/** CPU seconds, user and system, that all threads of a process have used; NaN where there is no proc_pid_stat(5). */
export function cpuSeconds(pid: number): number {
  return secondsIn(`/proc/${String(pid)}/stat`)
}

/** The same by thread. */
export function threadSeconds(pid: number): ThreadSeconds {
  const seconds = { main: 0, writer: 0, others: 0 }
  const folder = `/proc/${String(pid)}/task`
  for (const thread of threadsIn(folder)) {
    const group =
      thread === String(pid)
        ? 'main'
        : nameOf(`${folder}/${thread}`) === 'sqlite writer'
          ? 'writer'
          : 'others'
    const used = secondsIn(`${folder}/${thread}/stat`)
    // A thread may end while this reads.
    if (!Number.isNaN(used)) seconds[group] += used
  }
  return seconds
}

function threadsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function nameOf(folder: string): string {
  try {
    return readFileSync(`${folder}/comm`, 'latin1').trim()
  } catch {
    return ''
  }
}

function secondsIn(path: string): number {
  try {
    const line = readFileSync(path, 'latin1')
    // The second field, the command's name in brackets, may itself hold spaces and brackets.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return Number.NaN
  }
}
