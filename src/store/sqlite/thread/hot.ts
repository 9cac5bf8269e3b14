import type { DatabaseSync } from 'node:sqlite'
import { prepareAccept } from '../hot/accept.ts'
import { prepareClaim } from '../hot/claim.ts'
import { prepareComplete } from '../hot/complete.ts'
import { prepareGiveBack } from '../hot/give-back.ts'
import { prepareSettle } from '../hot/settle.ts'
import { prepareStoreManifest } from '../hot/store-manifest.ts'
import { prepareSweep } from '../hot/sweep.ts'
import { rollback } from './rollback.ts'
import { faultOf } from './thread-fault.ts'
import type { HotAnswer, HotRequest } from './thread-protocol.ts'

/** Runs hot operations on one connection. Statements are prepared once. */
export function prepareHot(
  database: DatabaseSync,
): (operations: readonly HotRequest[]) => readonly HotAnswer[] {
  const accept = prepareAccept(database)
  const settle = prepareSettle(database)
  const storeManifest = prepareStoreManifest(database)
  const claim = prepareClaim(database)
  const complete = prepareComplete(database)
  const giveBack = prepareGiveBack(database)
  const sweep = prepareSweep(database)

  const run = (operation: HotRequest): HotAnswer => {
    switch (operation.name) {
      case 'accept':
        return { result: accept(operation.input) }
      case 'settle':
        return { result: settle(operation.input) }
      case 'storeManifest':
        return { result: storeManifest(operation.input) }
      case 'claim':
        return { result: claim(operation.input) }
      case 'complete':
        return { result: complete(operation.input) }
      case 'giveBack':
        return { result: giveBack(operation.input) }
      case 'sweep':
        return { result: sweep(operation.input) }
    }
  }

  const inOneTransaction = (operations: readonly HotRequest[]): readonly HotAnswer[] => {
    database.exec('begin immediate')
    try {
      const answers = operations.map(run)
      database.exec('commit')
      return answers
    } catch (error) {
      rollback(database)
      throw error
    }
  }

  return (operations) => {
    try {
      return inOneTransaction(operations)
    } catch (error) {
      if (operations.length === 1) return [{ fault: faultOf(error) }]
      // One bad operation must not fail those that share its commit: each gets a transaction of its own.
      return operations.map((operation) => {
        try {
          return inOneTransaction([operation])[0] ?? { fault: faultOf('no answer') }
        } catch (ownError) {
          return { fault: faultOf(ownError) }
        }
      })
    }
  }
}
