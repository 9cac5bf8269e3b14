// The process that starts those in which tasks are carried out, and hands tasks and answers on. It is small, so a start costs little.

import { setPriority } from 'node:os'
import { messageOf } from '../domain/errors.ts'
import { NICENESS } from './budget.ts'
import type { LaunchAnswer, LaunchOrder } from './launch-order.ts'
import { TaskProcess } from './task-process.ts'
import type { Task } from './task.ts'

// The processes inherit it, so that nothing waits for their start either.
setPriority(NICENESS)

const processes = new Map<number, TaskProcess>()

// A signal to the whole group, such as Ctrl+C, is for the program: it lets its work come to an end first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// The processes end with it: they lose their connection too.
process.on('disconnect', () => process.exit())

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
  return started
}

async function run(number: number, task: Task): Promise<void> {
  const taskProcess = processOf(number)
  const answer = await taskProcess.run(task).catch((error: unknown) => ({ failed: messageOf(error) }))
  const { isAlive } = taskProcess
  if (!isAlive) processes.delete(number)
  process.send?.({ number, end: answer, isAlive } satisfies LaunchAnswer)
}
