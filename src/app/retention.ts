import { startHourCounter } from '../retention/hour-counter.ts'
import { type RemovedCounts, type RemovedKind, startRemoval } from '../retention/remover.ts'
import {
  type RetentionLimits,
  type RetentionSettings,
  retentionLimits,
} from '../retention/retention-limits.ts'
import type { Config } from '../config.ts'
import type { Store } from '../domain/store.ts'
import type { Foundation } from './foundation.ts'

const NAMES = {
  bodiesDays: 'RETENTION_BODIES_DAYS',
  bodiesEvents: 'RETENTION_BODIES_EVENTS',
  days: 'RETENTION_DAYS',
  events: 'RETENTION_EVENTS',
} as const satisfies Partial<Record<keyof RetentionSettings, string>>

/** For how long this installation keeps what it stores. */
export async function limitsInForce(
  { retention: { set, defaults } }: Config,
  { retention }: Pick<Store, 'retention'>,
): Promise<RetentionLimits> {
  return retentionLimits(set, defaults, await retention.keepsUnlessSet())
}

/** Removes what is over its limit, and counts the figures that stay, from now on. */
export async function startRetention(
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
  const { set } = config.retention
  const unset = Object.entries(NAMES).filter(([name]) => set[name as keyof typeof NAMES] === null)
  if (unset.length > 0 && (await retention.keepsUnlessSet()))
    log.retentionUnset({ settings: unset.map(([, name]) => name) })
  const limits = await limitsInForce(config, store)
  const noteRemoved = ({ events }: RemovedCounts): void => instruments.eventsRemoved.inc(events)
  const noteSlice = (of: RemovedKind): void => instruments.retentionSlices.inc({ of })
  starting.use(startHourCounter({ hourFigures: store.hourFigures, duties, clock, log }))
  starting.use(startRemoval({ retention, duties, limits, clock, log, noteRemoved, noteSlice }))
}
