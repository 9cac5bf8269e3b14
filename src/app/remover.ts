import { type RemovedCounts, Remover } from '../retention/remover.ts'
import { type RetentionSettings, retentionLimits } from '../retention/retention-limits.ts'
import type { Foundation } from './foundation.ts'

const NAMES = {
  bodiesDays: 'RETENTION_BODIES_DAYS',
  bodiesEvents: 'RETENTION_BODIES_EVENTS',
  days: 'RETENTION_DAYS',
  events: 'RETENTION_EVENTS',
} as const satisfies Partial<Record<keyof RetentionSettings, string>>

/** Removes what is over its limit, from now on. */
export async function startRemover(
  {
    config,
    store,
    instruments,
    clock,
    log,
  }: Pick<Foundation, 'config' | 'store' | 'instruments' | 'clock' | 'log'>,
  starting: AsyncDisposableStack,
): Promise<void> {
  const { retention, duties } = store
  const { set, defaults } = config.retention
  const keepsUnlessSet = await retention.keepsUnlessSet()
  const unset = Object.entries(NAMES).filter(([name]) => set[name as keyof typeof NAMES] === null)
  if (keepsUnlessSet && unset.length > 0) log.retentionUnset({ settings: unset.map(([, name]) => name) })
  const limits = retentionLimits(set, defaults, keepsUnlessSet)
  const noteRemoved = ({ events }: RemovedCounts): void => instruments.eventsRemoved.inc(events)
  starting.use(new Remover({ retention, duties, limits, clock, log, noteRemoved })).start()
}
