import { endGroup, groupName, isOfRun, livingProcesses, nameParts, startOf } from './process-group.ts'

/** At the end of the name of a session; that of a group has nothing there. */
const MARK = '/session'
/** What a command starts while it is being ended is found by looking again. */
const LOOKS = 3

/**
 * Names the session that this process leads, which all commands are in that it starts. Null where it leads none, or there is no /proc.
 */
export function ownSession(): string | null {
  const name = groupName(process.pid)
  const own = livingProcesses()?.find(({ pid }) => pid === process.pid)
  return name === null || own?.session !== process.pid ? null : `${name}${MARK}`
}

export function isSession(name: string): boolean {
  return name.endsWith(MARK)
}

/** Commands that a session may have: by their runs, and by the names of the groups that are known. */
export interface SessionCommands {
  readonly runs: readonly number[]
  readonly groups: readonly string[]
}

/**
 * Ends all groups of processes in a session whose leader, the process that starts commands, is gone or goes. Resolves when they are gone, or
 * cannot be ended.
 */
export async function endSession(name: string, commands: SessionCommands): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const groups = groupsIn(name, commands)
    if (groups.length === 0) return
    await Promise.all(groups.map((group) => endGroup(group)))
  }
}

function groupsIn(name: string, { runs, groups }: SessionCommands): readonly number[] {
  const { isOfThisBoot, pid: leader, started } = nameParts(name)
  const members = (livingProcesses() ?? []).filter(({ session }) => session === leader)
  if (!isOfThisBoot || members.length === 0) return []
  const now = startOf(leader)
  // While anybody is in a session, the system gives its number to no other process. So one member that is known speaks for all.
  const isKnown = (pid: number): boolean => groups.includes(groupName(pid) ?? '') || isOfRun(pid, runs)
  const isOurs = now === null ? members.some(({ pid }) => isKnown(pid)) : now === started
  return isOurs ? [...new Set(members.map(({ group }) => group))].filter((group) => group !== leader) : []
}
