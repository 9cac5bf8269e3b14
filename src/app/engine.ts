import { type FirstStart, prepareFirstStart } from '../accounts/first-start.ts'
import { PasswordThreads } from '../accounts/password-threads.ts'
import { createChartMuseum } from '../charts/chart-museum.ts'
import type { Config } from '../config.ts'
import type { BodyReader } from '../domain/body/body-reader.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { ChartRepository } from '../domain/registry/chart-repository.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import type { TryFilter } from '../domain/policy/try-filter.ts'
import type { Store } from '../domain/store.ts'
import type { Instruments } from '../metrics/instruments.ts'
import { type MetricsText, createMetricsText } from '../metrics/metrics.ts'
import { OWN_FORMATS, PAYLOAD_FORMATS } from '../payloads/payload-formats.ts'
import type { ServedCertificate } from '../net/served-certificate.ts'
import type { ProblemWatch } from '../problems/problem-watch.ts'
import { TargetOutcomes } from '../problems/target-outcomes.ts'
import { createBodyReader } from '../sources/body-reader.ts'
import { ReadingThread } from '../sources/large/reading-thread.ts'
import type { Tracing } from '../tracing/tracing.ts'
import type { Descriptors } from './descriptors.ts'
import { tryFilter } from './bounded.ts'
import { type DeliverySide, startDeliverySide } from './delivery-side.ts'
import { type FoundationParts, openFoundation } from './foundation.ts'
import { type IntakeSide, startIntakeSide } from './intake-side.ts'
import { ownTroubles } from './own-troubles.ts'
import { startProblemWatch } from './problem-watch.ts'
import { warnOfWeakSecrets } from './weak-secrets.ts'

export interface EngineParts extends FoundationParts {
  readonly random: () => number
  /** False: other processes deliver what this one stores. */
  readonly delivers: boolean
  readonly certificate: ServedCertificate | null
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
  readonly bodies: BodyReader
  readonly firstStart: FirstStart
  readonly instruments: Instruments
  readonly tracing: Tracing | null
  readonly metricsText: MetricsText
  readonly problemWatch: ProblemWatch
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
  { random, delivers, certificate, ...parts }: EngineParts,
  starting: AsyncDisposableStack,
): Promise<Engine> {
  const allFormats = [...PAYLOAD_FORMATS, ...OWN_FORMATS.map((format) => withConsole(format, config))]
  const foundation = await openFoundation(config, parts, starting)
  const { store, bounded, templates, descriptors, instruments, tracing, clock, log } = foundation
  const passwords = starting.use(new PasswordThreads())
  const firstStart = await prepareFirstStart(store, config)
  warnOfWeakSecrets({ config, firstStart, log })
  const outcomes = new TargetOutcomes()
  const delivery = await startDeliverySide(
    { ...foundation, random, delivers, noteEnded: outcomes.ended },
    starting,
  )
  const intake = await startIntakeSide(
    { ...foundation, dispatch: delivery.dispatch, formats: allFormats },
    starting,
  )
  const problemWatch = starting.use(
    startProblemWatch({
      store,
      outcomes,
      intake,
      clock,
      log,
      findOwnTroubles: ownTroubles({ config, store, certificate, clock }),
    }),
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
    bodies: createBodyReader(starting.use(new ReadingThread(clock))),
    firstStart,
    instruments,
    tracing,
    metricsText: createMetricsText({
      store,
      clock,
      certificate,
      instruments,
      deliveryCounts: delivery.deliveryCounts,
    }),
    chartRepository,
    problemWatch,
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

function chartRepositoryOf({ chartMuseum, timeoutMs }: Config): ChartRepository | null {
  const { url, authorization } = chartMuseum
  return url === null ? null : createChartMuseum({ url, authorization, timeoutMs })
}
