import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { Store } from '../domain/store.ts'
import { DEFAULT_SOURCE } from '../domain/registry/source.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { Intake } from '../intake/intake.ts'
import { KeptOut } from '../intake/kept-out.ts'
import { LastEvents } from '../intake/last-events.ts'
import { RegistryHosts } from '../intake/registry-hosts.ts'
import { scanOnPush } from '../intake/scan-on-push.ts'
import { Strangers } from '../intake/strangers.ts'
import type { Log } from '../log.ts'
import { USER_AGENT } from '../version.ts'
import { createRegistries } from './registries.ts'
import { type Scanning, createScanning } from './scanning.ts'

export interface IntakeSideParts {
  readonly config: Config
  readonly store: Store
  readonly guard: AddressGuard
  /** Gets the deliveries of new events. */
  readonly dispatch: Dispatch
  readonly formats: readonly PayloadFormat[]
  readonly clock: Clock
  readonly log: Log
}

/** All that takes events in, those of scans among them. */
export interface IntakeSide {
  readonly intake: Intake
  readonly lastEvents: LastEvents
  readonly keptOut: KeptOut
  readonly strangers: Strangers
  readonly scanning: Scanning
  readonly registryHosts: RegistryHosts
}

/**
 * Starts to take events in, and goes on with held events and scans that are stored.
 *
 * @param starting gets everything that has to be closed, in the order of its creation
 */
export async function startIntakeSide(
  { config, store, guard, dispatch, formats, clock, log }: IntakeSideParts,
  starting: AsyncDisposableStack,
): Promise<IntakeSide> {
  const lastEvents = starting.use(new LastEvents({ sources: store.sources, clock, log }))
  const keptOut = starting.use(
    new KeptOut({ keptOut: store.keptOut, hasOthers: store.otherNodes.mayExist, clock, log }),
  )
  const strangers = starting.use(new Strangers({ clock, log }))
  const scanning = createScanning({ store, guard, clock, log })
  const { readerOf } = starting.use(createRegistries({ config, store, guard, userAgent: USER_AGENT, log }))
  const preset = { source: DEFAULT_SOURCE, host: config.registry.host }
  const registryHosts = new RegistryHosts({ preset, clock, log })
  const orderScans = scanOnPush(store, (order) => scanning.scans.order(order))
  const intake = starting.use(
    new Intake({
      store,
      formats,
      dispatch,
      lastEvents,
      orderScans,
      registryHosts,
      readerOf,
      clock,
      log,
      createProjects: config.createProjects,
      holdTimes: config.holdTimes,
      toleranceMs: config.eventTimeToleranceMs,
      pullWindowMs: config.pullWindowMs,
      harborWay: config.harborWay,
    }),
  )
  await store.quotas.setWarningPercent(config.quotaWarningPercent)
  await intake.start()
  starting.use(scanning)
  scanning.start(intake)
  return { intake, lastEvents, keptOut, strangers, scanning, registryHosts }
}
