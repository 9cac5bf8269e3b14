// The process in which tasks are carried out, one at a time. It ends itself when a task has used up its processor time, so
// that it does so too when the program that started it is gone; everything else ends it from outside.

import { flushCompileCache } from 'node:module'
import { Worker } from 'node:worker_threads'
import { messageOf } from '../domain/errors.ts'
import { FREE_CPU_MS } from './budget.ts'
import { perform } from './perform.ts'
import { READY, type Task, type TaskAnswer, type TaskReport } from './task.ts'

/** The number of the task under way, 0 between two; the watch reads it. */
const underWay = new Int32Array(new SharedArrayBuffer(4))
let tasks = 0

const watch = new Worker(new URL('./watch-worker.ts', import.meta.url), { workerData: underWay })
watch.unref()
watch.once('message', () => {
  process.send?.(READY)
  // One that is ended has no time for it.
  flushCompileCache()
})

// A signal to the whole group, such as Ctrl+C, is for the program: it lets its work come to an end first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('disconnect', () => process.exit())

process.on('message', (task: Task) => {
  tasks = (tasks % 0x7fff_ffff) + 1
  Atomics.store(underWay, 0, tasks)
  Atomics.notify(underWay, 0)
  const before = process.cpuUsage()
  const answer = answerOf(task)
  const { user, system } = process.cpuUsage(before)
  Atomics.store(underWay, 0, 0)
  process.send?.({ answer, tookLong: user + system > FREE_CPU_MS * 1000 } satisfies TaskReport)
})

function answerOf(task: Task): TaskAnswer {
  try {
    return { result: perform(task) }
  } catch (error) {
    return { fault: messageOf(error) }
  }
}
