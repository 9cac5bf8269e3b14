import { chartVersionOf } from '../../domain/event/chart.ts'
import { type Artifact, UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import { type EventShape, proposalNameOf, shapeOf } from '../../domain/event/event-type.ts'
import { scanEndOf } from '../../domain/event/scan-end.ts'
import type { PayloadFormat, PayloadInput } from '../../domain/delivery/payload-format.ts'
import { nameInProject } from '../../domain/project.ts'
import { chartUrl, isInChartRepository } from '../parts/chart-url.ts'
import { goJson } from '../parts/go-json.ts'
import { guideScan, guideScanError } from '../parts/guide-scan.ts'
import { knownText } from '../parts/known-text.ts'
import { problemBlock } from '../parts/problem-block.ts'
import { isPublic } from '../parts/repository-block.ts'
import { resourceUrl } from '../parts/resource-url.ts'

/**
 * What the user guide of Harbor 1.10 shows and promises ("Configure Webhook Notifications") and no Harbor ever sent: the
 * keys of its example, then those of its table "Contents of Notification". What is unknown is null.
 */
export const guideFormat: PayloadFormat = {
  name: 'Guide',
  about:
    'The JSON of the user guide of Harbor 1.10, with everything that its table promises for each event: the keys of its example first, one entry of `events` for each tag or version. `trigger_time` is in milliseconds. What is unknown is null.',
  sharedBy: 'event',
  render(input) {
    const { type, artifacts } = input.event
    const written = artifacts.length === 0 ? [UNKNOWN_ARTIFACT] : artifacts
    const body = goJson({
      event_type: proposalNameOf(type),
      events: written.map((artifact) => ({
        ...basics(input, artifact),
        ...CONTENTS[shapeOf(type)](input, artifact),
      })),
    })
    return { contentType: 'application/json', body }
  },
}

type Contents = (input: PayloadInput, artifact: Artifact) => object

/** The keys of the guide's example, in its order, and who did it, which its table names for every event. */
function basics(input: PayloadInput, { tag, digest }: Artifact): object {
  const { event, project } = input
  return {
    project: project.name,
    repo_name: event.repository === '' ? null : nameInProject(event.repository),
    tag,
    full_name: knownText(event.repository),
    trigger_time: event.occurredAtMs,
    image_id: digest === null ? null : digest.slice(digest.indexOf(':') + 1),
    project_type: isPublic(input) ? 'Public' : 'Private',
    namespace: project.name,
    user_name: knownText(event.operator),
  }
}

const image: Contents = ({ event }, artifact) => ({
  resource_url: event.repository === '' ? null : resourceUrl(event, artifact),
  tags: artifact.tags,
  digest: artifact.digest,
  image_name: imageName(event.repository, artifact),
})

const deletedImage: Contents = (input, artifact) => ({
  ...image(input, artifact),
  image_size: artifact.contentBytes,
})

const chart: Contents = ({ event }, artifact) => ({
  resource_url: isInChartRepository(artifact) ? chartUrl(event, artifact) : resourceUrl(event, artifact),
  chart_name: event.detail.chart?.name ?? nameInProject(event.repository),
  chart_type: event.detail.chart?.type ?? null,
  chart_version: versionOf(artifact) ?? knownText(event.detail.chart?.version ?? ''),
  chart_size: event.detail.chart?.sizeBytes ?? null,
})

/** The tag with Helm's `+`, where a tag has `_`. */
function versionOf({ tag }: Artifact): string | null {
  return tag === null ? null : chartVersionOf(tag)
}

const scan: Contents = (input, artifact) => {
  const { type, detail } = input.event
  const hasResult = scanEndOf(type) === 'success'
  return { ...image(input, artifact), ...(hasResult ? guideScan(detail.scan) : guideScanError(detail.scan)) }
}

const quota: Contents = (input, artifact) => ({
  ...image(input, artifact),
  quota_limit: input.event.detail.quota?.limitBytes ?? null,
  quota_used: input.event.detail.quota?.usedBytes ?? null,
  details: input.event.detail.quota?.details ?? null,
})

/** What the guide's table promises for an event of each shape; for shapes that it does not have, what is like it. */
const CONTENTS: Readonly<Record<EventShape, Contents>> = {
  artifact: image,
  deletion: deletedImage,
  tag: image,
  repository: image,
  chart,
  scan,
  quota,
  replication: ({ event }) => ({ replication: event.detail.replication ?? null }),
  retention: ({ event }) => ({ retention: event.detail.retention ?? null }),
  problem: ({ event }) => ({ problem: problemBlock(event.detail.problem) }),
}

/** As an image is called when it is pulled, without the registry. */
function imageName(repository: string, { tag, digest }: Artifact): string | null {
  if (repository === '') return null
  return tag !== null ? `${repository}:${tag}` : digest !== null ? `${repository}@${digest}` : repository
}
