import type { SessionKeeper } from '../accounts/session-keeper.ts'
import { watchUpload } from '../charts/watch-upload.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import { createCache } from '../domain/cache.ts'
import type { Access } from '../http/access.ts'
import { withApiDocument } from '../http/handlers/api-document.ts'
import type { LiveStreams } from '../http/live/live-streams.ts'
import type { OidcLogin } from '../http/oidc-login.ts'
import type { Route } from '../http/route.ts'
import { routes } from '../http/routes.ts'
import { createRehearsal } from '../intake/target-test.ts'
import { createReplay } from '../intake/replay.ts'
import type { Log } from '../log.ts'
import { READY_MADE_TEMPLATES } from '../payloads/template/ready-made.ts'
import { SOURCE_KINDS } from '../sources/source-kinds.ts'
import { readTrivyReport } from '../sources/trivy.ts'
import { VERSION } from '../version.ts'
import type { Engine } from './engine.ts'

export interface RouteTableInput extends Omit<Engine, 'firstStart'> {
  readonly access: Access
  readonly sessions: SessionKeeper
  readonly oidcLogin: OidcLogin | null
  readonly liveStreams: LiveStreams
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
}

/** Every route, joined with the parts that answer it. */
export function routeTable({
  access,
  sessions,
  oidcLogin,
  liveStreams,
  config,
  store,
  targetKinds,
  dispatcher,
  intake,
  lastEvents,
  scanning,
  chartRepository,
  clock,
  log,
  payloadFormats,
  allFormats,
}: RouteTableInput): readonly Route[] {
  const { ignoredUserAgents, defaultPayloadFormat, authHeaderReadable } = config
  const sources = createCache((name: string) => store.sources.byName(name))
  store.onRulesChanged(sources.clear)
  const sourcesOfKind = createCache((kind: string) => store.sources.ofKind(kind))
  store.onRulesChanged(sourcesOfKind.clear)
  const table = routes({
    store,
    sources,
    sourcesOfKind: sourcesOfKind.get,
    sourceKinds: SOURCE_KINDS,
    readTrivyReport,
    chartRepository,
    watchUpload,
    orderScan: (order) => scanning.scans.order(order),
    stopScan: (job) => scanning.scans.stop(job),
    metadataOf: scanning.metadataOf,
    translation: { ignoredUserAgents },
    intake,
    log,
    checks: { targetKinds, payloadFormats, defaultPayloadFormat },
    readyMadeTemplates: READY_MADE_TEMPLATES,
    dispatch: dispatcher,
    clock,
    rehearsal: createRehearsal({ formats: allFormats, targetKinds, clock }),
    replay: createReplay({ store, formats: allFormats, dispatch: dispatcher, clock }),
    access,
    sessions,
    oidcLogin,
    liveStreams,
    shownSettings: config,
    version: VERSION,
    externalUrl: config.externalUrl,
    authHeaderReadable,
    lastEventOf: (sourceId) => lastEvents.of(sourceId),
  })
  return withApiDocument(table, VERSION)
}
