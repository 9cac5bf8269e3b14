import { type Artifact, artifactOf } from '../../domain/event/event.ts'
import { type EventShape, shapeOf } from '../../domain/event/event-type.ts'
import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { chartUrl, isInChartRepository } from '../parts/chart-url.ts'
import { problemBlock } from '../parts/problem-block.ts'
import { repositoryBlock } from '../parts/repository-block.ts'
import { resourceUrl } from '../parts/resource-url.ts'
import { sbomOverview, scanOverview } from './scan-overview.ts'

/**
 * Harbor 2's `event_data`, keys in the order of its Go structs (`src/pkg/notifier/model/event.go`): what both of its formats
 * have in common. A key without a value is left out, as Go's `omitempty` does.
 */
export function harborEventData(input: PayloadInput): object {
  return WRITERS[shapeOf(input.event.type)](input)
}

type Writer = (input: PayloadInput) => object

/** Shapes that Harbor does not report (tags, repositories) are written as it writes artifacts. */
const WRITERS: Readonly<Record<EventShape, Writer>> = {
  artifact: artifactData,
  deletion: artifactData,
  tag: artifactData,
  repository: artifactData,
  chart: chartData,
  scan: scanData,
  quota: quotaData,
  replication: ({ event: { detail } }) => ({ replication: detail.replication ?? {} }),
  retention: ({ event: { detail } }) => ({ retention: detail.retention ?? {} }),
  problem: problemData,
}

/** One resource, however many tags there were; `tag` repeats the digest when there is no tag: receivers rely on it. */
function artifactData(input: PayloadInput): object {
  const { event } = input
  const { digest, tag } = artifactOf(event)
  const resource = { ...known({ digest, tag: tag ?? digest }), resource_url: resourceUrl(event) }
  return {
    ...(event.artifacts.length > 0 && { resources: [resource] }),
    // Harbor knows no date of a repository that is deleted with its last artifact.
    repository:
      event.detail.repository?.createdAtMs === null ? undatedRepository(input) : repositoryBlock(input),
  }
}

/** One resource for each version, as Harbor 2.0 to 2.7 wrote the charts of ChartMuseum; Harbor never wrote others. */
function chartData(input: PayloadInput): object {
  const { event } = input
  const resources = event.artifacts.map((artifact) =>
    isInChartRepository(artifact)
      ? {
          ...known({ tag: artifact.tag ?? event.detail.chart?.version ?? null }),
          resource_url: chartUrl(event, artifact, 'https://'),
        }
      : { ...known(artifact), resource_url: resourceUrl(event, artifact) },
  )
  return { resources, repository: undatedRepository(input) }
}

function scanData(input: PayloadInput): object {
  const { event } = input
  const { scan } = event.detail
  const resource = {
    ...known(artifactOf(event)),
    resource_url: resourceUrl(event),
    ...(scan !== undefined && (scan.type === 'sbom' ? sbomOverview(scan) : scanOverview(scan))),
  }
  return {
    ...(event.artifacts.length > 0 && { resources: [resource] }),
    repository: undatedRepository(input),
    // A scan of everything says `{}` in Harbor: it does not know the type of what it started.
    scan: typeof scan?.type === 'string' ? { scan_type: scan.type } : {},
  }
}

function quotaData(input: PayloadInput): object {
  const { event } = input
  const resource = known(artifactOf(event))
  return {
    ...(Object.keys(resource).length > 0 && { resources: [resource] }),
    ...(event.repository !== '' && { repository: undatedRepository(input) }),
    ...(event.detail.quota !== undefined && { custom_attributes: { Details: event.detail.quota.details } }),
  }
}

/** Harbor has no such event; its readers find a sentence where a quota has one. */
function problemData({ event: { project, detail } }: PayloadInput): object {
  const block = problemBlock(detail.problem)
  return {
    custom_attributes: { Details: detail.problem?.finding ?? '' },
    problem: { project, ...block },
  }
}

function known({ digest = null, tag }: { readonly digest?: string | null } & Pick<Artifact, 'tag'>): object {
  return { ...(digest !== null && { digest }), ...(tag !== null && { tag }) }
}

function undatedRepository(input: PayloadInput): object {
  const { date_created: _, ...undated } = repositoryBlock(input)
  return undated
}
