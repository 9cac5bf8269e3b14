// The thread that writes the listener's database: fsync holds nobody else up.

import { parentPort, workerData } from 'node:worker_threads'
import { FileWatch } from '../../sqlite/file-watch.ts'
import { faultOf } from '../../sqlite/thread-fault.ts'
import { WalRoom } from '../../sqlite/wal-room.ts'
import { prepareCarryOut } from './carry-out.ts'
import { DURABLE_WHEN, type StoreMessage } from './durability.ts'
import { openDatabase } from './open-database.ts'
import type { StoreRequest } from './operations.ts'
import { SyncLater } from './sync-later.ts'

const { path } = workerData as { readonly path: string }
const database = openDatabase(path)
const carryOut = prepareCarryOut(database)
const walRoom = new WalRoom(database, `${path}-wal`)
const files = new FileWatch(path)
const syncLater = new SyncLater(`${path}-wal`, () => tell({ kind: 'synced' }))
let isSyncing = true

parentPort?.postMessage('ready')

parentPort?.on('message', (message: string) => {
  if (message === 'close') {
    syncLater.now()
    database.close()
    parentPort?.close()
    return
  }
  carryOutBatch(JSON.parse(message) as readonly StoreRequest[])
})

function carryOutBatch(requests: readonly StoreRequest[]): void {
  const wants = new Set(requests.map(({ name }) => DURABLE_WHEN[name]))
  const isOnDisk = wants.has('at once')
  try {
    files.check()
    walRoom.make()
    syncCommits(isOnDisk)
    tell({ kind: 'carried out', answers: carryOut(requests), isOnDisk })
  } catch (error) {
    const fault = faultOf(error)
    tell({ kind: 'carried out', answers: requests.map(() => ({ fault })), isOnDisk })
  }
  if (!isOnDisk && wants.has('soon')) syncLater.soon()
}

/** Whether a commit returns when it is on disk, or when the system has it: then it outlives this process, but not the machine. */
function syncCommits(wanted: boolean): void {
  if (wanted === isSyncing) return
  database.exec(`pragma synchronous = ${wanted ? 'full' : 'normal'}`)
  isSyncing = wanted
}

function tell(message: StoreMessage): void {
  parentPort?.postMessage(message)
}
