import type { DatabaseSync } from 'node:sqlite'
import { type ReceivedCounter, prepareCountReceived } from './count-received.ts'
import { type TriggerCounter, prepareCountTriggers } from './count-triggers.ts'
import { type Instances, prepareInstances } from './registry/instances.ts'
import { type ExchangeBases, prepareExchangeBases } from './exchange-bases.ts'
import { prepareRevision } from './revision.ts'
import { prepareIsLimited } from './registry/usage.ts'

/** What the operations of one commit share: it is read once, or written once at the end, however many there are. */
export interface CommitScope {
  readonly received: ReceivedCounter
  readonly triggers: TriggerCounter
  readonly instances: Instances
  readonly exchangeBases: ExchangeBases
  /** The revision of the rules. No hot operation changes it. */
  readonly revision: () => number
  /** Whether the storage of a project has a limit. No hot operation sets or removes one. */
  readonly isLimited: (projectId: number) => boolean
}

export interface CommitScopeControl extends CommitScope {
  /** Forgets what was read in the last commit. Call it first in a transaction. */
  readonly begin: () => void
  /** Writes the counts. Call it last in a transaction. */
  readonly write: () => void
  /** Drops the counts of a transaction that was undone. */
  readonly forget: () => void
}

export function prepareCommitScope(database: DatabaseSync): CommitScopeControl {
  const received = prepareCountReceived(database)
  const triggers = prepareCountTriggers(database)
  const instances = prepareInstances(database)
  const exchangeBases = prepareExchangeBases(database)
  const readRevision = prepareRevision(database)
  const readIsLimited = prepareIsLimited(database)
  const limited = new Map<number, boolean>()
  let revision: number | null = null
  return {
    received,
    triggers,
    instances,
    exchangeBases,
    revision: () => (revision ??= readRevision()),
    isLimited(projectId) {
      const known = limited.get(projectId)
      if (known !== undefined) return known
      const isLimited = readIsLimited(projectId)
      limited.set(projectId, isLimited)
      return isLimited
    },
    begin() {
      revision = null
      limited.clear()
      instances.begin()
    },
    write() {
      received.write()
      triggers.write()
    },
    forget() {
      received.forget()
      triggers.forget()
      exchangeBases.forget()
    },
  }
}
