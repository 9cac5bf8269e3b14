import { type ChildProcess, spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import type { CommandStart } from './launch-order.ts'
import type { ProcessExit, StartedProcess } from './started-process.ts'

/**
 * Waits for a line on descriptor 3 and becomes the command. When the line does not come, since the listener is gone, it ends.
 * Arguments are arguments here: nothing of them is read as shell.
 */
const GATE = 'read -r go <&3 && exec "$@" 3<&-'

/** Starts a process that waits until it may become the command: its number can be on disk before anything runs. */
export function startGatedProcess(start: CommandStart): StartedProcess {
  const child = spawnGate(start)
  const { stdio, stdout, stderr } = child
  const [input, , , gate] = stdio as unknown as (Writable | null)[]
  // A command that does not read its input, or closes it, is no fault; nor is one that was ended before it began.
  for (const stream of stdio) stream?.on('error', () => undefined)
  return {
    pid: child.pid ?? null,
    outputs: [stdout, stderr].filter((stream) => stream !== null),
    exit: exitOf(child),
    go(body) {
      gate?.end('go\n')
      input?.end(body)
    },
    close() {
      for (const stream of stdio) stream?.destroy()
    },
  }
}

function spawnGate({ command, environment, workingFolder, uid, gid }: CommandStart): ChildProcess {
  return spawn('/bin/sh', ['-c', GATE, 'sh', ...command], {
    env: { ...environment },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    ...(workingFolder !== null && { cwd: workingFolder }),
    ...(uid !== null && { uid }),
    ...(gid !== null && { gid }),
  })
}

function exitOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ exitCode: null, signal: null, fault: message }))
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, fault: null }))
  })
}
