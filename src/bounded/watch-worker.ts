// The thread that ends its process when a task has used up its processor time. Nothing that a task does can stop it.

import { parentPort, workerData } from 'node:worker_threads'
import { MAX_CPU_MS } from './budget.ts'

const LOOK_EVERY_MS = 20
const underWay = workerData as Int32Array

parentPort?.postMessage('watching')
for (;;) {
  Atomics.wait(underWay, 0, 0)
  watchOver(Atomics.load(underWay, 0))
}

function watchOver(task: number): void {
  const atFirstMs = usedMs()
  while (task !== 0 && Atomics.load(underWay, 0) === task) {
    if (usedMs() - atFirstMs > MAX_CPU_MS) process.kill(process.pid, 'SIGXCPU')
    Atomics.wait(underWay, 0, task, LOOK_EVERY_MS)
  }
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
