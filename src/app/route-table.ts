import { watchUpload } from '../charts/watch-upload.ts'
import { type Config, databasePlace } from '../config.ts'
import { createCache } from '../domain/cache.ts'
import type { Clock } from '../domain/clock.ts'
import type { LiveStreams } from '../http/live/live-streams.ts'
import type { Route } from '../http/route.ts'
import { routes } from '../http/routes.ts'
import { createPayloadPreview } from '../intake/payload-preview.ts'
import { createReplay } from '../intake/replay.ts'
import { createTargetTest } from '../intake/target-test.ts'
import type { Log } from '../log.ts'
import { READY_MADE_TEMPLATES } from '../payloads/template/ready-made.ts'
import { SOURCE_KINDS } from '../sources/source-kinds.ts'
import { VERSION } from '../version.ts'
import type { PeopleSide } from './people-side.ts'
import type { Engine } from './engine.ts'
import { volumeOf } from './volume.ts'

export interface RouteTableInput extends PeopleSide {
  readonly engine: Engine
  readonly liveStreams: LiveStreams
  readonly config: Config
  /** For how long payloads and records of attempts are kept; null: without a limit. */
  readonly keepBodiesDays: number | null
  readonly clock: Clock
  readonly log: Log
}

/** Every call of the API, joined with the parts that answer it. */
export function routeTable({ engine, ...input }: RouteTableInput): readonly Route[] {
  const { store, passwords, targetKinds, payloadFormats, allFormats, templates, dispatch, scanning } = engine
  const { config, clock } = input
  const sources = createCache((name: string) => store.sources.byName(name))
  const sourcesOfKind = createCache((kind: string) => store.sources.ofKind(kind))
  store.onRulesChanged(sources.clear)
  store.onRulesChanged(sourcesOfKind.clear)
  const previewPayload = createPayloadPreview({ formats: allFormats, templates, clock })
  return routes({
    ...input,
    store,
    passwords,
    descriptors: engine.descriptors,
    sources,
    sourcesOfKind: sourcesOfKind.get,
    sourceKinds: SOURCE_KINDS,
    lastEventOf: (sourceId) => engine.lastEvents.of(sourceId),
    keptOut: engine.keptOut,
    problemWatch: engine.problemWatch,
    strangers: engine.strangers,
    traceNotification: engine.tracing?.traceNotification ?? null,
    countRefusal: (status) => engine.instruments.refusals.inc({ status }),
    registryHostOf: (source, reportsHost) => engine.registryHosts.viewOf(source, reportsHost),
    translation: { ignoredUserAgents: config.ignoredUserAgents },
    intake: engine.intake,
    bodies: engine.bodies,
    chartRepository: engine.chartRepository,
    watchUpload,
    orderScan: (order) => scanning.scans.order(order),
    stopScan: (job) => scanning.scans.stop(job),
    metadataOf: scanning.metadataOf,
    descriptionOf: scanning.descriptionOf,
    checks: {
      targetKinds,
      payloadFormats,
      templates,
      defaultPayloadFormat: config.defaultPayloadFormat,
      emptyAuthHeaderRemoves: config.authHeaderReadable,
    },
    readyMadeTemplates: READY_MADE_TEMPLATES,
    dispatch,
    metrics: { text: engine.metricsText, token: config.metrics.token },
    previewPayload,
    tryFilter: engine.tryFilter,
    testTarget: createTargetTest({ previewPayload, targetKinds, clock }),
    replay: createReplay({
      store,
      formats: allFormats,
      dispatch,
      clock,
      harborWay: config.harborWay,
    }),
    version: VERSION,
    volume: () => volumeOf(databasePlace(config)),
  })
}
