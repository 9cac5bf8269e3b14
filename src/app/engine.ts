import { isIP } from 'node:net'
import { type FirstStart, prepareFirstStart } from '../accounts/first-start.ts'
import { createChartMuseum } from '../charts/chart-museum.ts'
import type { Config } from '../config.ts'
import { Dispatcher } from '../delivery/dispatcher.ts'
import { Sweeper } from '../delivery/sweeper.ts'
import type { Changes } from '../domain/changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { ChartRepository } from '../domain/registry/chart-repository.ts'
import type { ReaderOf } from '../domain/registry/registry-reader.ts'
import type { Store } from '../domain/store.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { Intake } from '../intake/intake.ts'
import { LastEvents } from '../intake/last-events.ts'
import { scanOnPush } from '../intake/scan-on-push.ts'
import type { Log } from '../log.ts'
import { createAddressGuard } from '../net/address-guard.ts'
import { OWN_FORMATS, PAYLOAD_FORMATS } from '../payloads/payload-formats.ts'
import { watchedStore } from '../store/watched-store.ts'
import { createTargetKinds } from '../targets/target-kinds.ts'
import { VERSION } from '../version.ts'
import { openStore } from './open-store.ts'
import { createRegistries } from './registries.ts'
import { type Scanning, createScanning } from './scanning.ts'

/** By which its own requests are known; those to a registry make no event. */
const USER_AGENT = `Bellbuoy/${VERSION}`

export interface EngineParts {
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Is told what is stored. */
  readonly changes: Changes
}

/** All that takes events in and delivers them, whoever looks on. */
export interface Engine {
  readonly store: Store
  /** Those made for programs. */
  readonly payloadFormats: readonly PayloadFormat[]
  /** Those of chats and mail too. */
  readonly allFormats: readonly PayloadFormat[]
  readonly firstStart: FirstStart
  readonly targetKinds: readonly TargetKind[]
  readonly dispatcher: Dispatcher
  readonly intake: Intake
  readonly lastEvents: LastEvents
  readonly scanning: Scanning
  /** Null where none is set. */
  readonly chartRepository: ChartRepository | null
}

/**
 * Opens the store and starts what works on it.
 *
 * @param starting gets everything that has to be closed, in the order of its making
 * @throws Error with a message for the user when the database cannot be had
 */
export async function startEngine(
  config: Config,
  parts: EngineParts,
  starting: AsyncDisposableStack,
): Promise<Engine> {
  const { clock, log, random, changes } = parts
  const allFormats = [...PAYLOAD_FORMATS, ...OWN_FORMATS.map((format) => withConsole(format, config))]
  const store = watchedStore(starting.use(await openStore(config, clock)), changes)
  const firstStart = await prepareFirstStart(store, config)
  const guard = guardOf(config)
  const { timeoutMs, smtp } = config
  const targetKinds = createTargetKinds({ guard, clock, timeoutMs, smtp, userAgent: USER_AGENT })
  for (const kind of targetKinds) starting.use(kind)
  const dispatcher = starting.use(
    new Dispatcher({ store, targetKinds, retryRule: config.retryRule, clock, random, log }),
  )
  const sweeper = starting.use(
    new Sweeper({ queue: store.queue, dispatcher, maxAgeMs: config.maxAgeMs, clock, log }),
  )
  await sweeper.start()
  const lastEvents = starting.use(new LastEvents({ sources: store.sources, clock, log }))
  const scanning = createScanning({ store, guard, clock, log })
  const { readerOf } = starting.use(createRegistries({ config, store, guard, userAgent: USER_AGENT, log }))
  const built = { store, allFormats, dispatcher, lastEvents, scanning, readerOf, clock, log }
  const intake = starting.use(createIntake(config, built))
  await store.quotas.setWarningPercent(config.quotaWarningPercent)
  await intake.start()
  starting.use(scanning)
  scanning.start(intake)
  const chartRepository = chartRepositoryOf(config)
  starting.use(chartRepository)
  const formats = { payloadFormats: PAYLOAD_FORMATS, allFormats }
  return {
    store,
    ...formats,
    firstStart,
    targetKinds,
    dispatcher,
    intake,
    lastEvents,
    scanning,
    chartRepository,
  }
}

/** People are led on to the console, programs are not. */
function withConsole(format: PayloadFormat, { externalUrl }: Config): PayloadFormat {
  if (externalUrl === null) return format
  const consoleUrl = externalUrl.replace(/\/+$/, '')
  return { ...format, render: (input) => format.render({ ...input, consoleUrl }) }
}

function guardOf({ targetAllow, targetDeny, host }: Config): AddressGuard {
  return createAddressGuard({ allow: targetAllow, deny: targetDeny, allowLoopback: isLoopback(host) })
}

function chartRepositoryOf({
  chartMuseum: { url, authorization },
  timeoutMs,
}: Config): ChartRepository | null {
  return url === null ? null : createChartMuseum({ url, authorization, timeoutMs })
}

type IntakeInput = Pick<Engine, 'store' | 'allFormats' | 'dispatcher' | 'lastEvents' | 'scanning'> &
  Pick<EngineParts, 'clock' | 'log'> & { readonly readerOf: ReaderOf }

function createIntake(
  { createProjects, holding, pullWindowMs }: Config,
  { dispatcher, scanning, allFormats: formats, readerOf, ...parts }: IntakeInput,
): Intake {
  return new Intake({
    ...parts,
    formats,
    dispatch: dispatcher,
    createProjects,
    holding,
    pullWindowMs,
    orderScans: scanOnPush(parts.store, (order) => scanning.scans.order(order)),
    readerOf,
  })
}

/** Whether only this machine can reach a host name or address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
