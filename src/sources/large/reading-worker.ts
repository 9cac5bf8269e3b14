import { setPriority } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { transferOf } from './packed-slices.ts'
import { type NumberedAnswer, type NumberedTask, type ReadingTask, carryOut } from './reading-task.ts'

const NICENESS = 10
/** Tasks of several owners are translated by turns. */
const TURN_MS = 20

// Each entry that is kept out is an error, and nobody reads where it was thrown.
Error.stackTraceLimit = 0
yieldToOthers()
parentPort?.on('message', ({ id, task }: NumberedTask) => void answer(id, task))

let turnSinceMs = performance.now()

async function answer(id: number, task: ReadingTask): Promise<void> {
  const result = await carryOut(task, () =>
    performance.now() - turnSinceMs < TURN_MS
      ? null
      : setImmediate().then(() => {
          turnSinceMs = performance.now()
        }),
  )
  const numbered: NumberedAnswer = { id, answer: result }
  parentPort?.postMessage(numbered, result.name === 'notification' ? transferOf(result.slices) : [])
}

/** On Linux a priority is a thread's own (setpriority(2)); elsewhere it would be that of the whole process. */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(NICENESS)
  } catch {
    // A sandbox may forbid it. Then the thread shares the processors like all others.
  }
}
