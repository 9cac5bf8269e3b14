// The thread that stops its process when a task takes long, time and again, and ends it when the task has used up its processor
// time. Nothing that a task does can prevent it. The launcher continues the process.

import { parentPort, workerData } from 'node:worker_threads'
import { FREE_CPU_MS, MAX_CPU_MS, OUT_OF_TIME, SLICE_CPU_MS } from './budget.ts'

const LOOK_EVERY_MS = 5
const underWay = workerData as Int32Array

parentPort?.postMessage('watching')
for (;;) {
  Atomics.wait(underWay, 0, 0)
  watchOver(Atomics.load(underWay, 0))
}

function watchOver(task: number): void {
  const atFirstMs = usedMs()
  let stopAtMs = FREE_CPU_MS
  while (task !== 0 && Atomics.load(underWay, 0) === task) {
    const tookMs = usedMs() - atFirstMs
    if (tookMs > MAX_CPU_MS) process.kill(process.pid, OUT_OF_TIME)
    if (tookMs > stopAtMs) {
      stopAtMs = tookMs + SLICE_CPU_MS
      process.kill(process.pid, 'SIGSTOP')
    }
    Atomics.wait(underWay, 0, task, LOOK_EVERY_MS)
  }
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
