import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** How long a group has to end after SIGTERM; then comes SIGKILL. */
export const GRACE_MS = 5000
/** The system needs so long at the most to end a group that was killed. */
const KILLED_WITHIN_MS = 1000
/** Looking costs more the more processes there are. */
const FIRST_LOOK_MS = 5
const LAST_LOOK_MS = 160

/**
 * Names a group of processes by its leader: `boot/pid/start`. The system gives a number again, but not with the same start in the same
 * boot. Null where there is no /proc, or no such process.
 */
export function groupName(pid: number): string | null {
  const started = startOf(pid)
  return started === null ? null : `${BOOT_ID}/${pid}/${started}`
}

/** The number of a group that a listener before this one started, if it is still there; else null. */
export function livingGroup(name: string, runId: number): number | null {
  const { isOfThisBoot, pid, started } = nameParts(name)
  if (!isOfThisBoot || !isAlive(pid)) return null
  const now = startOf(pid)
  if (now !== null) return now === started ? pid : null
  // The leader is gone, and what it started goes on. The number can have been given to others since.
  return (membersOf(pid) ?? []).some((member) => isOfRun(member, [runId])) ? pid : null
}

/** What is in the name of a group, or of a session. */
export function nameParts(name: string): {
  readonly isOfThisBoot: boolean
  readonly pid: number
  readonly started: string | undefined
} {
  const [boot, number, started] = name.split('/')
  const pid = Number(number)
  return { isOfThisBoot: boot === BOOT_ID && Number.isSafeInteger(pid) && pid > 1, pid, started }
}

function isGroup(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It is gone, or none of its processes may be signalled: it belongs to somebody else by now.
  }
}

/** Ends a group: SIGTERM, and SIGKILL for what does not follow within the grace. Resolves when it is gone, or cannot be ended. */
export async function endGroup(pid: number, graceMs = GRACE_MS): Promise<void> {
  signalGroup(pid, 'SIGTERM')
  if (await isGoneWithin(pid, graceMs)) return
  signalGroup(pid, 'SIGKILL')
  await isGoneWithin(pid, KILLED_WITHIN_MS)
}

async function isGoneWithin(pid: number, timeMs: number): Promise<boolean> {
  const endMs = performance.now() + timeMs
  for (let waitMs = FIRST_LOOK_MS; isAlive(pid); waitMs = Math.min(waitMs * 2, LAST_LOOK_MS)) {
    if (performance.now() >= endMs) return false
    await delay(waitMs)
  }
  return true
}

/** Processes that have ended belong to their group until somebody asks for their result; in a container that may be nobody. */
function isAlive(group: number): boolean {
  if (!isGroup(group)) return false
  const members = membersOf(group)
  return members === null || members.some((pid) => !ENDED.has(statOf(pid)?.[0] ?? 'X'))
}

/** States of processes that run no more (proc_pid_stat(5)). */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X'])

/** Field 22 of `/proc/PID/stat` (proc_pid_stat(5)), in ticks since the boot; the name in field 2 may contain anything. */
export function startOf(pid: number): string | null {
  return statOf(pid)?.[19] ?? null
}

/** The fields after the name: the state is the first, the group the third, the session the fourth. */
function statOf(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Null where there is no /proc. */
function membersOf(group: number): readonly number[] | null {
  return everyPid()?.filter((pid) => statOf(pid)?.[2] === String(group)) ?? null
}

/** A process that runs, and what it belongs to. */
export interface LivingProcess {
  readonly pid: number
  readonly group: number
  readonly session: number
}

/** Null where there is no /proc. */
export function livingProcesses(): readonly LivingProcess[] | null {
  const found = everyPid()?.map((pid) => ({ pid, stat: statOf(pid) ?? [] }))
  const living = found?.filter(({ stat }) => !ENDED.has(stat[0] ?? 'X'))
  return living?.map(({ pid, stat }) => ({ pid, group: Number(stat[2]), session: Number(stat[3]) })) ?? null
}

function everyPid(): readonly number[] | null {
  if (!existsSync('/proc/self/stat')) return null
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** Whether a process runs for one of the runs, by its environment. */
export function isOfRun(pid: number, runs: readonly number[]): boolean {
  try {
    const variables = new Set(readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0'))
    return runs.some((run) => variables.has(`BELLBUOY_RUN_ID=${run}`))
  } catch {
    return false
  }
}

const BOOT_ID = readBootId()

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    return ''
  }
}
