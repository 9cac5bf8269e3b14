import type { DatabaseSync } from 'node:sqlite'
import { prepareAccept } from '../hot/accept.ts'
import { prepareChangeAllHeld } from '../hot/change-held.ts'
import { prepareClaim } from '../hot/claim.ts'
import { prepareComplete } from '../hot/complete.ts'
import { type CommitScope, prepareCommitScope } from '../hot/commit-scope.ts'
import { prepareGiveBack } from '../hot/give-back.ts'
import { prepareKeepRendering } from '../hot/keep-rendering.ts'
import { prepareKeepTime } from '../hot/keep-time.ts'
import { prepareRemoveEvents } from '../hot/remove-events.ts'
import { prepareSettle } from '../hot/settle.ts'
import { prepareStoreReadManifest } from '../hot/registry/store-manifest.ts'
import { prepareStopSlice } from '../hot/stop-slice.ts'
import { prepareSweep } from '../hot/sweep.ts'
import { rollback } from '../../../sqlite/rollback.ts'
import { faultOf } from '../../../sqlite/thread-fault.ts'
import type { HotAnswer, HotOperations, HotRequest } from './thread-protocol.ts'

/** Runs hot operations on one connection. Statements are prepared once. */
export function prepareHotOperations(
  database: DatabaseSync,
): (operations: readonly HotRequest[]) => readonly HotAnswer[] {
  const scope = prepareCommitScope(database)
  const run = prepareOperations(database, scope)
  const inOneTransaction = (operations: readonly HotRequest[]): readonly HotAnswer[] => {
    database.exec('begin immediate')
    scope.begin()
    try {
      const answers = operations.map((operation) => ({ result: runOne(run, operation) }))
      scope.write()
      database.exec('commit')
      return answers
    } catch (error) {
      scope.forget()
      rollback(database)
      throw error
    }
  }
  const alone = (operation: HotRequest): HotAnswer => {
    try {
      return inOneTransaction([operation])[0] ?? { fault: faultOf('no answer') }
    } catch (error) {
      return { fault: faultOf(error) }
    }
  }
  return (operations) => {
    try {
      return inOneTransaction(operations)
    } catch (error) {
      if (operations.length === 1) return [{ fault: faultOf(error) }]
      // One bad operation must not fail those that share its commit: each gets a transaction of its own.
      return operations.map(alone)
    }
  }
}

type Operation<Name extends keyof HotOperations> = (
  input: HotOperations[Name]['input'],
) => HotOperations[Name]['result']

type Operations = { readonly [Name in keyof HotOperations]: Operation<Name> }

function prepareOperations(database: DatabaseSync, scope: CommitScope): Operations {
  return {
    accept: prepareAccept(database, scope),
    countReceived: (received) => {
      scope.received.add(received, 0)
      return null
    },
    settle: prepareSettle(database, scope),
    changeHeld: prepareChangeAllHeld(database),
    storeManifest: prepareStoreReadManifest(database, scope),
    claim: prepareClaim(database, scope),
    keepRendering: prepareKeepRendering(database),
    complete: prepareComplete(database, scope),
    giveBack: prepareGiveBack(database),
    keepTime: prepareKeepTime(database),
    stopSlice: prepareStopSlice(database),
    sweep: prepareSweep(database, scope),
    removeEvents: prepareRemoveEvents(database),
  }
}

function runOne<Name extends keyof HotOperations>(
  operations: Operations,
  { name, input }: { name: Name; input: HotOperations[Name]['input'] },
): HotOperations[Name]['result'] {
  return operations[name](input)
}
