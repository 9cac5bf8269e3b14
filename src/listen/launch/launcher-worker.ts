// The process that starts commands. It is small: the start of a process may copy the page tables of its parent, and the listener itself would
// accept nothing meanwhile. When the listener is gone, it ends what it started.

import { openCLibrary } from './c-library.ts'
import { startGatedProcess } from './gated-process.ts'
import type { LaunchAnswer, LaunchOrder } from './launch-order.ts'
import { LaunchedCommand } from './launched-command.ts'
import { PosixSpawner } from './posix-spawner.ts'
import { ownSession } from './process-session.ts'

/** Most commands end before this, and then nobody has to know their group. */
const LASTS_FROM_MS = 50

const commands = new Map<number, LaunchedCommand>()
const library = openCLibrary()
const session = library === null ? null : ownSession()
const spawner = library === null || session === null ? null : new PosixSpawner(library)

// A signal to the whole group, such as Ctrl+C, is for the listener: it waits for its runs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('message', (order: LaunchOrder) => {
  if (order.kind === 'start' || order.kind === 'prepare') void carryOut(order)
  else if (order.kind === 'go') commands.get(order.run)?.go()
  else commands.get(order.run)?.endFor(order.why)
})

process.on('disconnect', () => {
  for (const command of commands.values()) command.endFor('shutdown')
  void Promise.all([...commands.values()].map(({ ended }) => ended)).then(() => process.exit())
})

answer({ kind: 'ready', session })

type StartOrder = Extract<LaunchOrder, { kind: 'start' | 'prepare' }>

async function carryOut(order: StartOrder): Promise<void> {
  const { kind, run } = order
  const command = launch(order)
  if (typeof command === 'string') {
    answer({ kind: 'ended', run, end: notStarted(command) })
    return
  }
  commands.set(run, command)
  if (kind === 'start') command.go()
  else if (command.isThere) answer({ kind: 'prepared', run, group: command.group })
  const lasting = setTimeout(() => sayThatItLasts(order, command), LASTS_FROM_MS)
  const end = await command.ended
  clearTimeout(lasting)
  commands.delete(run)
  answer({ kind: 'ended', run, end })
}

function sayThatItLasts({ kind, run }: StartOrder, { group }: LaunchedCommand): void {
  if (kind === 'start' && group !== null) answer({ kind: 'lasts', run, group })
}

/** A text when the system cannot even begin to start it. */
function launch({ kind, start }: StartOrder): LaunchedCommand | string {
  try {
    const process = kind === 'start' ? spawner?.start(start) : startGatedProcess(start)
    return process === undefined ? 'commands have to wait here' : new LaunchedCommand(start, process)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function notStarted(fault: string): Extract<LaunchAnswer, { kind: 'ended' }>['end'] {
  const ended = { exitCode: null, signal: null, isOverTime: false, endedFor: null }
  return { ...ended, fault, durationMs: 0, output: '' }
}

function answer(message: LaunchAnswer): void {
  if (process.connected) process.send?.(message, () => undefined)
}
