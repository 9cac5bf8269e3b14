// The process that starts commands. It is small: the start of a process copies the page tables of its parent, and the listener itself would
// accept nothing meanwhile. When the listener is gone, it ends what it started.

import type { LaunchAnswer, LaunchOrder } from './launch-order.ts'
import { LaunchedCommand } from './launched-command.ts'

const commands = new Map<number, LaunchedCommand>()

// A signal to the whole group, such as Ctrl+C, is for the listener: it waits for its runs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('message', (order: LaunchOrder) => {
  if (order.kind === 'prepare') void carryOut(order.run, prepare(order))
  else if (order.kind === 'go') commands.get(order.run)?.go()
  else commands.get(order.run)?.endFor(order.why)
})

process.on('disconnect', () => {
  for (const command of commands.values()) command.endFor('shutdown')
  void Promise.all([...commands.values()].map(({ ended }) => ended)).then(() => process.exit())
})

/** A text when the system cannot even start the process that waits. */
function prepare({ start }: Extract<LaunchOrder, { kind: 'prepare' }>): LaunchedCommand | string {
  try {
    return new LaunchedCommand(start)
  } catch (error) {
    return String(error)
  }
}

async function carryOut(run: number, command: LaunchedCommand | string): Promise<void> {
  if (typeof command === 'string') {
    answer({ kind: 'ended', run, end: notStarted(command) })
    return
  }
  commands.set(run, command)
  if (command.isThere) answer({ kind: 'prepared', run, group: command.group })
  const end = await command.ended
  commands.delete(run)
  answer({ kind: 'ended', run, end })
}

function notStarted(fault: string): Extract<LaunchAnswer, { kind: 'ended' }>['end'] {
  const ended = { exitCode: null, signal: null, isOverTime: false, endedFor: null }
  return { ...ended, fault, durationMs: 0, output: '' }
}

function answer(message: LaunchAnswer): void {
  if (process.connected) process.send?.(message, () => undefined)
}
