import { type Artifact, artifactOf } from '../../domain/event/event.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import { type EventShape, proposalNameOf, shapeOf } from '../../domain/event/event-type.ts'
import { scanEndOf } from '../../domain/event/scan-end.ts'
import type { PayloadFormat, PayloadInput } from '../../domain/delivery/payload-format.ts'
import { chartUrl, isInChartRepository } from '../parts/chart-url.ts'
import { goJson } from '../parts/go-json.ts'
import { problemBlock } from '../parts/problem-block.ts'
import { proposalScanOverview } from '../parts/proposal-scan.ts'
import { repositoryBlock } from '../parts/repository-block.ts'
import { resourceUrl } from '../parts/resource-url.ts'
import { unixSeconds } from '../parts/unix-seconds.ts'

/**
 * The JSON of the webhook proposal ("Hook payload will be"). What is not known is an empty string or 0, so that receivers
 * with typed fields can read it.
 */
export const proposalFormat: PayloadFormat = {
  name: 'Proposal',
  about:
    'The JSON of the webhook proposal, with its event names, `media_type`, and one entry of `event_data` for each tag or version. What is unknown is an empty string or 0.',
  sharedBy: 'event',
  render(input) {
    const { event } = input
    const body = goJson({
      type: proposalNameOf(event.type),
      occur_at: unixSeconds(event.occurredAtMs),
      media_type: event.detail.chart === undefined ? 'containerImage' : 'helmChart',
      event_data: EVENT_DATA[shapeOf(event.type)](input),
      repository: repositoryBlock(input),
      operator: event.operator,
    })
    return { contentType: 'application/json', body }
  },
}

type EventDataWriter = (input: PayloadInput) => readonly object[]

const EVENT_DATA: Readonly<Record<EventShape, EventDataWriter>> = {
  artifact: resources,
  deletion: resources,
  tag: resources,
  repository: resources,
  chart: charts,
  scan,
  quota,
  replication: ({ event }) => [{ replication: event.detail.replication ?? {} }],
  retention: ({ event }) => [{ retention: event.detail.retention ?? {} }],
  problem: ({ event }) => [{ problem: { project: event.project, ...problemBlock(event.detail.problem) } }],
}

function resources(input: PayloadInput): readonly object[] {
  return input.event.artifacts.map((artifact) => resource(input, artifact))
}

function resource({ event }: PayloadInput, artifact: Artifact): object {
  return { ...reference(artifact), resource_url: resourceUrl(event, artifact) }
}

function reference({ digest, tag }: Artifact): { readonly digest: string; readonly tag: string } {
  return { digest: digest ?? '', tag: tag ?? '' }
}

function charts(input: PayloadInput): readonly object[] {
  const { event } = input
  return event.artifacts.map((artifact) =>
    isInChartRepository(artifact)
      ? { tag: artifact.tag ?? event.detail.chart?.version ?? '', resource_url: chartUrl(event, artifact) }
      : { ...resource(input, artifact), tag: tagNameOf(event, artifact) ?? '' },
  )
}

function scan({ event }: PayloadInput): readonly object[] {
  const overview = proposalScanOverview(scanEndOf(event.type), event.detail.scan)
  return [{ ...reference(artifactOf(event)), scan_overview: overview }]
}

/** Beside the image that met the limit, where there is one, the limit itself. */
function quota(input: PayloadInput): readonly object[] {
  const { event } = input
  const [artifact] = event.artifacts
  return [
    {
      ...(artifact !== undefined && resource(input, artifact)),
      details: event.detail.quota?.details ?? '',
      limit: event.detail.quota?.limitBytes ?? 0,
      used: event.detail.quota?.usedBytes ?? 0,
    },
  ]
}
