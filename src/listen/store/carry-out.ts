import type { DatabaseSync } from 'node:sqlite'
import { rollback } from '../../sqlite/rollback.ts'
import { type ThreadFault, faultOf } from '../../sqlite/thread-fault.ts'
import { prepareAccept } from './accept.ts'
import { prepareClaim } from './claim.ts'
import { prepareFinish } from './finish.ts'
import { prepareLife } from './life.ts'
import type { StoreOperations, StoreRequest } from './operations.ts'
import { prepareSweep } from './sweep.ts'

export type StoreAnswer = { readonly result: unknown } | { readonly fault: ThreadFault }

type Operations = {
  readonly [Name in keyof StoreOperations]: (
    input: StoreOperations[Name]['input'],
  ) => StoreOperations[Name]['result']
}

/** Carries out operations in one transaction. One that fails gets, like its company, a transaction of its own, so that it fails alone. */
export function prepareCarryOut(
  database: DatabaseSync,
): (requests: readonly StoreRequest[]) => readonly StoreAnswer[] {
  const operations: Operations = {
    accept: prepareAccept(database),
    claim: prepareClaim(database),
    finish: prepareFinish(database),
    sweep: prepareSweep(database),
    ...prepareLife(database),
  }
  const together = (requests: readonly StoreRequest[]): readonly StoreAnswer[] => {
    database.exec('begin immediate')
    try {
      const answers = requests.map((request) => ({ result: carryOutOne(operations, request) }))
      database.exec('commit')
      return answers
    } catch (error) {
      rollback(database)
      throw error
    }
  }
  const apart = (request: StoreRequest): readonly StoreAnswer[] => {
    try {
      return together([request])
    } catch (error) {
      return [{ fault: faultOf(error) }]
    }
  }
  return (requests) => {
    if (requests.length === 1) return requests.flatMap(apart)
    try {
      return together(requests)
    } catch {
      return requests.flatMap(apart)
    }
  }
}

function carryOutOne<Name extends keyof StoreOperations>(
  operations: Operations,
  { name, input }: { name: Name; input: StoreOperations[Name]['input'] },
): StoreOperations[Name]['result'] {
  return operations[name](input)
}
