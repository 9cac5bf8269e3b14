// The process that starts those in which tasks are carried out, and hands tasks and answers on. It is small, so a start costs little.

import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { messageOf } from '../domain/errors.ts'
import { NICENESS } from './budget.ts'
import type { LaunchAnswer, LaunchOrder } from './launch-order.ts'
import { SlowTasks } from './slow-tasks.ts'
import { TaskProcess } from './task-process.ts'
import type { Task } from './task.ts'

// The processes inherit it, so that nothing waits for their start either.
setPriority(NICENESS)
dumpNothing()

const processes = new Map<number, TaskProcess>()
const slowTasks = new SlowTasks()

// A signal to the whole group, such as Ctrl+C, is for the program: it lets its work come to an end first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// The processes end with it. One that has stopped itself would not see that its connection is gone.
process.on('disconnect', () => {
  for (const taskProcess of processes.values()) taskProcess[Symbol.dispose]()
  process.exit()
})

process.on('message', (order: LaunchOrder) => {
  if (order.kind === 'start') processOf(order.number)
  else void run(order.number, order.task)
})

/** One that ended while it had nothing to do is replaced. */
function processOf(number: number): TaskProcess {
  const known = processes.get(number)
  if (known?.isAlive === true) return known
  const started = new TaskProcess()
  processes.set(number, started)
  if (started.pid !== undefined) answer({ kind: 'launched', number, pid: started.pid })
  return started
}

async function run(number: number, task: Task): Promise<void> {
  const taskProcess = processOf(number)
  const ended = await slowTasks
    .during(taskProcess, taskProcess.run(task))
    .catch((error: unknown) => ({ end: { failed: messageOf(error) }, tookLong: false }))
  const { isAlive } = taskProcess
  if (!isAlive) processes.delete(number)
  answer({ kind: 'ended', number, ...ended, isAlive })
}

function answer(message: LaunchAnswer): void {
  process.send?.(message)
}

/** A process that runs out of memory aborts; on some systems that would write all its memory to the disk. The processes inherit it. */
function dumpNothing(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // Another system has no such file.
  }
}
