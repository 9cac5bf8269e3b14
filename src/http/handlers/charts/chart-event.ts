import { randomUUID } from 'node:crypto'
import { BellbuoyError, messageOf } from '../../../domain/errors.ts'
import type { Chart } from '../../../domain/event/event-detail.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import { type SourceEvent, UNKNOWN_ARTIFACT } from '../../../domain/event/event.ts'
import { CHART_NAME, CHART_VERSION } from '../../../domain/event/registry-grammar.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import type { Project } from '../../../domain/project.ts'
import type { ChartRepository, WatchUpload } from '../../../domain/registry/chart-repository.ts'
import type { Store } from '../../../domain/store.ts'
import type { Intake } from '../../../intake/intake.ts'
import { CHARTS_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import type { Log } from '../../../log.ts'

export interface ChartEventParts {
  readonly store: Pick<Store, 'sources'>
  readonly intake: Intake
  readonly clock: { readonly now: () => number }
  readonly config: { readonly externalUrl: string | null }
}

export interface ChartParts extends ChartEventParts {
  /** Null where none is set. */
  readonly chartRepository: ChartRepository | null
  readonly watchUpload: WatchUpload
  readonly log: Pick<Log, 'chartUnread'>
}

export interface ChartHappening {
  readonly type: Extract<EventType, `${string}_CHART`>
  readonly chart: Chart
  /** Every version concerned, when there are more than the chart's own. */
  readonly versions?: readonly string[]
  readonly call: {
    readonly caller: Caller
    readonly project: Project
    readonly host: string
    readonly requestId: string
  }
}

/**
 * Stores the event of a call that the chart repository has carried out.
 *
 * @throws BellbuoyError `UNAVAILABLE` when it cannot be stored, saying that the call was carried out all the same
 */
export async function reportChartEvent(parts: ChartEventParts, happening: ChartHappening): Promise<void> {
  try {
    const source = await ownSource(parts.store.sources, CHARTS_SOURCE)
    await parts.intake.accept(source, [eventOf(happening, parts)])
  } catch (error) {
    const why = messageOf(error)
    const message = `the chart repository has carried it out, but its event is lost: ${why}`
    throw new BellbuoyError('UNAVAILABLE', message, { cause: error })
  }
}

function eventOf(
  { type, chart, versions, call }: ChartHappening,
  { clock, config: { externalUrl } }: ChartEventParts,
): SourceEvent {
  const { caller, project, host, requestId } = call
  return {
    sourceEventId: randomUUID(),
    type,
    occurredAtMs: clock.now(),
    project: project.name,
    repository: `${project.name}/${chart.name}`,
    operator: nameOf(caller),
    actorKind: caller.kind,
    artifacts: (versions ?? [chart.version]).map((tag) => ({ ...UNKNOWN_ARTIFACT, tag })),
    role: 'root',
    ...(externalUrl === null
      ? { registryHost: host, detail: { chart, requestId } }
      : gatewayFacts(externalUrl, chart, requestId)),
  }
}

/** With an `EXTERNAL_URL`, links lead there, wherever the caller came in. */
function gatewayFacts(externalUrl: string, chart: Chart, requestId: string) {
  const gatewayUrl = externalUrl.replace(/\/+$/, '')
  return {
    registryHost: new URL(externalUrl).host,
    detail: { chart: { ...chart, gatewayUrl }, requestId },
  }
}

const ARCHIVE = /^(.+?)-(v?\d+\.\d+\.\d+(?:[-+].+)?)\.tgz$/

/** The chart that a file of a repository holds, `name-version.tgz`; null for other files, such as signatures. */
export function chartInFile(file: string, sizeBytes: number | null): Chart | null {
  const [, name = '', version = ''] = ARCHIVE.exec(file) ?? /^(.+)-([^-]+)\.tgz$/.exec(file) ?? []
  return CHART_NAME.test(name) && CHART_VERSION.test(version) ? { name, version, sizeBytes } : null
}
