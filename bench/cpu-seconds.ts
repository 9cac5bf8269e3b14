import { readFileSync } from 'node:fs'

/** Linux reports process times in hundredths of a second to programs, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100

/** CPU seconds, user and system, that all threads of a process have used; NaN where there is no proc_pid_stat(5). */
export function cpuSeconds(pid: number): number {
  try {
    const line = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
    // The second field, the command's name in brackets, may itself hold spaces and brackets.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return Number.NaN
  }
}
