import { parentPort } from 'node:worker_threads'
import { ThreadConnection } from './thread-connection.ts'
import { faultOf } from '../../../sqlite/thread-fault.ts'
import type { ThreadAnswer, ThreadRequest } from './thread-protocol.ts'

const connection = new ThreadConnection()

parentPort?.on('message', ({ id, request }: { id: number; request: ThreadRequest }) => {
  let answer: ThreadAnswer
  try {
    answer = { id, result: connection.carryOut(request) }
  } catch (error) {
    answer = { id, fault: faultOf(error) }
  }
  parentPort?.postMessage(answer)
})
