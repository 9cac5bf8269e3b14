import { isIP } from 'node:net'
import { type FirstStart, prepareFirstStart } from '../accounts/first-start.ts'
import type { Config } from '../config.ts'
import { createAddressGuard } from '../delivery/address-guard.ts'
import { Dispatcher } from '../delivery/dispatcher.ts'
import { Sweeper } from '../delivery/sweeper.ts'
import type { Clock } from '../domain/clock.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import { DEFAULT_SOURCE } from '../domain/source.ts'
import type { Store } from '../domain/store.ts'
import type { TargetKind } from '../domain/target.ts'
import { Intake } from '../intake/intake.ts'
import { LastEvents } from '../intake/last-events.ts'
import type { Log } from '../log.ts'
import { openRegistry } from '../registry/open-registry.ts'
import { createTargetKinds } from '../targets/target-kinds.ts'
import { VERSION } from '../version.ts'
import { openStore } from './open-store.ts'

/** By which its own requests are known; those to a registry make no event. */
const USER_AGENT = `Bellbuoy/${VERSION}`

export interface EngineParts {
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Those made for programs. */
  readonly payloadFormats: readonly PayloadFormat[]
}

/** All that takes events in and delivers them, whoever looks on. */
export interface Engine {
  readonly store: Store
  readonly payloadFormats: readonly PayloadFormat[]
  readonly firstStart: FirstStart
  readonly targetKinds: readonly TargetKind[]
  readonly dispatcher: Dispatcher
  readonly intake: Intake
  readonly lastEvents: LastEvents
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
  const { clock, log, random, payloadFormats } = parts
  const store = starting.use(await openStore(config, clock))
  const firstStart = await prepareFirstStart(store, config)
  const targetKinds = targetKindsOf(config, clock)
  for (const kind of targetKinds) starting.use(kind)
  const dispatcher = starting.use(
    new Dispatcher({ store, targetKinds, retryRule: config.retryRule, clock, random, log }),
  )
  const sweeper = starting.use(
    new Sweeper({ queue: store.queue, dispatcher, maxAgeMs: config.maxAgeMs, clock, log }),
  )
  await sweeper.start()
  const lastEvents = starting.use(new LastEvents({ sources: store.sources, clock, log }))
  const intake = starting.use(
    createIntake(config, { store, payloadFormats, dispatcher, lastEvents, clock, log }, starting),
  )
  await store.quotas.setWarningPercent(config.quotaWarningPercent)
  await intake.start()
  return { store, payloadFormats, firstStart, targetKinds, dispatcher, intake, lastEvents }
}

function targetKindsOf(
  { targetAllow, targetDeny, host, timeoutMs }: Config,
  clock: Clock,
): readonly TargetKind[] {
  const guard = createAddressGuard({ allow: targetAllow, deny: targetDeny, allowLoopback: isLoopback(host) })
  return createTargetKinds({ guard, clock, timeoutMs, userAgent: USER_AGENT })
}

type IntakeInput = Pick<Engine, 'store' | 'payloadFormats' | 'dispatcher' | 'lastEvents'> &
  Pick<EngineParts, 'clock' | 'log'>

function createIntake(
  { createProjects, holding, pullWindowMs, registry: settings }: Config,
  { dispatcher, payloadFormats: formats, ...parts }: IntakeInput,
  starting: AsyncDisposableStack,
): Intake {
  const registry = openRegistry(settings, {
    ...{ source: DEFAULT_SOURCE, userAgent: USER_AGENT, timeoutMs: holding.enrichTimeoutMs, log: parts.log },
  })
  if (registry !== null) starting.use(registry.client)
  return new Intake({
    ...parts,
    ...{ formats, dispatch: dispatcher, createProjects, holding, pullWindowMs },
    readerOf: (source) => (source === DEFAULT_SOURCE ? (registry?.reader ?? null) : null),
  })
}

/** Whether only this machine can reach a host name or address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
