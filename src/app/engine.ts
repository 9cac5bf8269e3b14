import { type FirstStart, prepareFirstStart } from '../accounts/first-start.ts'
import { PasswordThreads } from '../accounts/password-threads.ts'
import { BoundedWork } from '../bounded/bounded-work.ts'
import { createChartMuseum } from '../charts/chart-museum.ts'
import type { Config } from '../config.ts'
import type { Changes } from '../domain/changes.ts'
import type { Clock } from '../domain/clock.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { ChartRepository } from '../domain/registry/chart-repository.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import type { TryFilter } from '../domain/policy/try-filter.ts'
import type { Store } from '../domain/store.ts'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { Log } from '../log.ts'
import { createAddressGuard } from '../net/address-guard.ts'
import { isLoopbackHost } from '../net/loopback-host.ts'
import { OWN_FORMATS, PAYLOAD_FORMATS } from '../payloads/payload-formats.ts'
import { watchedStore } from '../store/watched-store.ts'
import { Descriptors } from './descriptors.ts'
import { boundedTemplates, tryFilter } from './bounded.ts'
import { type DeliverySide, startDeliverySide } from './delivery-side.ts'
import { type IntakeSide, startIntakeSide } from './intake-side.ts'
import { openStore } from './open-store.ts'

export interface EngineParts {
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Hears of everything that is stored. */
  readonly changes: Changes
}

/** All that takes events in and delivers them, without those who ask for them. */
export interface Engine extends DeliverySide, IntakeSide {
  readonly store: Store
  /** Those for programs. */
  readonly payloadFormats: readonly PayloadFormat[]
  /** Those for chats and mail too. */
  readonly allFormats: readonly PayloadFormat[]
  readonly passwords: PasswordThreads
  readonly descriptors: Descriptors
  readonly templates: Templates
  readonly tryFilter: TryFilter
  readonly firstStart: FirstStart
  /** Null where none is set. */
  readonly chartRepository: ChartRepository | null
}

/**
 * Opens the store and starts what works on it.
 *
 * @param starting gets everything that has to be closed, in the order of its creation
 * @throws Error with a message for the user when the database cannot be opened
 */
export async function startEngine(
  config: Config,
  { clock, random, log, changes }: EngineParts,
  starting: AsyncDisposableStack,
): Promise<Engine> {
  const allFormats = [...PAYLOAD_FORMATS, ...OWN_FORMATS.map((format) => withConsole(format, config))]
  const store = watchedStore(starting.use(await openStore(config, clock)), changes)
  const passwords = starting.use(new PasswordThreads())
  const firstStart = await prepareFirstStart(store, config)
  const bounded = starting.use(new BoundedWork())
  const templates = boundedTemplates(bounded)
  const descriptors = starting.use(new Descriptors({ clock, log }))
  const shared = { config, store, guard: guardOf(config), clock, log }
  const delivery = await startDeliverySide(
    { ...shared, templates, random, noteExhausted: descriptors.noteExhausted },
    starting,
  )
  const intake = await startIntakeSide(
    { ...shared, dispatch: delivery.dispatcher, formats: allFormats },
    starting,
  )
  const chartRepository = starting.use(chartRepositoryOf(config))
  return {
    store,
    payloadFormats: PAYLOAD_FORMATS,
    allFormats,
    passwords,
    descriptors,
    templates,
    tryFilter: (wanted, owner) => tryFilter(bounded, wanted, owner),
    firstStart,
    chartRepository,
    ...delivery,
    ...intake,
  }
}

/** Texts for people link to the console, payloads for programs do not. */
function withConsole(format: PayloadFormat, { externalUrl }: Config): PayloadFormat {
  if (externalUrl === null) return format
  const consoleUrl = externalUrl.replace(/\/+$/, '')
  return { ...format, render: (input) => format.render({ ...input, consoleUrl }) }
}

function guardOf({ targetAllow, targetDeny, host }: Config): AddressGuard {
  return createAddressGuard({ allow: targetAllow, deny: targetDeny, allowLoopback: isLoopbackHost(host) })
}

function chartRepositoryOf({ chartMuseum, timeoutMs }: Config): ChartRepository | null {
  const { url, authorization } = chartMuseum
  return url === null ? null : createChartMuseum({ url, authorization, timeoutMs })
}
