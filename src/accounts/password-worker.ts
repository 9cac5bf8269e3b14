import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { hashPassword, passwordMatches } from './password.ts'
import type { PasswordAnswer, PasswordWork } from './password-threads.ts'

const NICENESS = 10

yieldToOthers()
parentPort?.on('message', (work: PasswordWork) => {
  let answer: PasswordAnswer
  try {
    answer = { result: carryOut(work) }
  } catch (error) {
    answer = { fault: error as Error }
  }
  parentPort?.postMessage(answer)
})

function carryOut(work: PasswordWork): string | boolean {
  return work.kind === 'hash' ? hashPassword(work.password) : passwordMatches(work.password, work.hash)
}

/** On Linux a priority is a thread's own (setpriority(2)); elsewhere it would be that of the whole process. */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(NICENESS)
  } catch {
    // A sandbox may forbid it. Then the threads share the processors like all others.
  }
}
