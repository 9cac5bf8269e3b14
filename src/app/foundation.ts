import { BoundedWork } from '../bounded/bounded-work.ts'
import type { Config } from '../config.ts'
import type { Changes } from '../domain/changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import type { Store } from '../domain/store.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { Log } from '../log.ts'
import { type Instruments, createInstruments } from '../metrics/instruments.ts'
import { meteredQueue } from '../metrics/metered-queue.ts'
import { noteCommits } from '../metrics/note-commits.ts'
import { createAddressGuard } from '../net/address-guard.ts'
import { isLoopbackHost } from '../net/loopback-host.ts'
import { watchedStore } from '../store/watched-store.ts'
import { boundedTemplates } from './bounded.ts'
import { Descriptors } from './descriptors.ts'
import { openTracing } from '../tracing/open-tracing.ts'
import type { Tracing } from '../tracing/tracing.ts'
import { openStore } from './open-store.ts'
import { sharedChanges } from './shared-changes.ts'

export interface FoundationParts {
  /** For tests that hold the time; null: that of the store. */
  readonly clock: Clock | null
  readonly log: Log
  /** Hears of everything that is stored. */
  readonly changes: Changes
}

/** What every process needs, whatever it does. */
export interface Foundation {
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly guard: AddressGuard
  readonly bounded: BoundedWork
  readonly templates: Templates
  readonly descriptors: Descriptors
  readonly instruments: Instruments
  /** Null where tracing is off. */
  readonly tracing: Tracing | null
}

/**
 * Opens the store, and what runs beside it.
 *
 * @param starting gets everything that has to be closed, in the order of its creation
 * @throws Error with a message for the user when the database cannot be opened
 */
export async function openFoundation(
  config: Config,
  { clock: given, log, changes }: FoundationParts,
  starting: AsyncDisposableStack,
): Promise<Foundation> {
  const instruments = createInstruments()
  // Before the store, so that it ends after all that it traces.
  const tracing = await openTracing(config.tracing, log)
  if (tracing !== null) starting.use(tracing)
  const opened = starting.use(await openStore(config, given, noteCommits(instruments)))
  const queue = tracing === null ? opened.queue : tracing.tracedQueue(opened.queue)
  const metered = { ...opened, queue: meteredQueue(queue, instruments) }
  const store = watchedStore(metered, sharedChanges(changes, opened.otherNodes))
  const { clock } = store
  const bounded = starting.use(new BoundedWork())
  const descriptors = starting.use(new Descriptors({ clock, log }))
  const templates = boundedTemplates(bounded)
  const guard = guardOf(config)
  return { config, store, clock, log, guard, bounded, templates, descriptors, instruments, tracing }
}

function guardOf({ targetAllow, targetDeny, host }: Config): AddressGuard {
  return createAddressGuard({ allow: targetAllow, deny: targetDeny, allowLoopback: isLoopbackHost(host) })
}
