import { readFileSync } from 'node:fs'

const RESIDENT = /^VmRSS:\s+(\d+) kB$/m

/** MiB of a process that are in memory (proc_pid_status(5)); NaN where there is no such file. */
export function residentMib(pid: number): number {
  try {
    const [, kib] = RESIDENT.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1')) ?? []
    return Number(kib ?? Number.NaN) / 1024
  } catch {
    return Number.NaN
  }
}
