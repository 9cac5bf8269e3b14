// The thread that writes the listener's database: fsync holds nobody else up.

import { parentPort, workerData } from 'node:worker_threads'
import { FileWatch } from '../../sqlite/file-watch.ts'
import { faultOf } from '../../sqlite/thread-fault.ts'
import { WalRoom } from '../../sqlite/wal-room.ts'
import { type StoreAnswer, prepareCarryOut } from './carry-out.ts'
import { openDatabase } from './open-database.ts'
import type { StoreRequest } from './operations.ts'

const { path } = workerData as { readonly path: string }
const database = openDatabase(path)
const carryOut = prepareCarryOut(database)
const walRoom = new WalRoom(database, `${path}-wal`)
const files = new FileWatch(path)

parentPort?.postMessage('ready')

parentPort?.on('message', (message: string) => {
  if (message === 'close') {
    database.close()
    parentPort?.close()
    return
  }
  parentPort?.postMessage(answersTo(JSON.parse(message) as readonly StoreRequest[]))
})

function answersTo(requests: readonly StoreRequest[]): readonly StoreAnswer[] {
  try {
    files.check()
    walRoom.make()
    return carryOut(requests)
  } catch (error) {
    const fault = faultOf(error)
    return requests.map(() => ({ fault }))
  }
}
