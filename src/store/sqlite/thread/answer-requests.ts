import { parentPort } from 'node:worker_threads'
import type { ThreadConnection } from './thread-connection.ts'
import { faultOf } from '../../../sqlite/thread-fault.ts'
import type { ThreadAnswer, ThreadRequest } from './thread-protocol.ts'

/** Carries out every request that comes to this thread, for as long as the thread lasts. */
export function answerRequests(connection: ThreadConnection): void {
  parentPort?.on('message', ({ id, request }: { id: number; request: ThreadRequest }) => {
    let answer: ThreadAnswer
    try {
      answer = { id, result: connection.carryOut(request) }
    } catch (error) {
      answer = { id, fault: faultOf(error) }
    }
    parentPort?.postMessage(answer)
  })
}
