import type { Kysely } from 'kysely'
import type { AccountReader } from '../../domain/delivery/account-reader.ts'
import type { Schema } from '../schema.ts'
import { auditedDeliveries } from './audited-deliveries.ts'
import { auditedEvents } from './audited-events.ts'
import { removedTotals } from '../retention/removed-totals.ts'
import { auditedTargets } from './audited-targets.ts'
import { sourceAccounts } from './source-accounts.ts'
import { wrongTriggers } from './wrong-triggers.ts'

/** @param read sees one moment only: in a transaction of its own */
export function createAccountReader(read: Kysely<Schema>): AccountReader {
  return {
    targets: () => auditedTargets(read),
    events: (after) => auditedEvents(read, after),
    deliveries: (after) => auditedDeliveries(read, after),
    sources: () => sourceAccounts(read),
    removed: () => removedTotals(read),
    wrongTriggers: () => wrongTriggers(read),
  }
}
