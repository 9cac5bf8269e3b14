import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import type { JsonObject } from '../../domain/event/event-detail.ts'
import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import { nameInProject } from '../../domain/project.ts'
import { problemBlock } from '../parts/problem-block.ts'
import { isPublic } from '../parts/repository-block.ts'
import { knownText } from '../parts/known-text.ts'
import { chartBlock, quotaBlock, scanBlock } from './detail-blocks.ts'
import {
  type ArtifactBlock,
  type BellbuoyPayload,
  type Detail,
  PAYLOAD_VERSION,
  hasDetail,
} from './schema.ts'

/** Everything that is known of an event, and null for what is not. */
export function bellbuoyPayload(input: PayloadInput): BellbuoyPayload {
  const { event, project, policy } = input
  const artifacts = event.artifacts.map((artifact) => artifactBlock(event, artifact))
  return {
    version: PAYLOAD_VERSION,
    id: event.id,
    type: event.type,
    occurred_at: new Date(event.occurredAtMs).toISOString(),
    accepted_at: new Date(event.acceptedAtMs).toISOString(),
    sequence: event.repository === '' ? null : input.sequence,
    late: event.late === true,
    project: { name: project.name, visibility: isPublic(input) ? 'public' : 'private' },
    repository: repositoryOf(input),
    actor: { name: knownText(event.operator), kind: event.actorKind },
    trigger: event.detail.trigger ?? null,
    origin: { registry: knownText(event.registryHost), request_id: event.detail.requestId ?? null },
    source: { name: event.sourceName, kind: event.sourceKind, event_id: event.sourceEventId },
    reference: referenceOf(artifactOf(event)),
    role: event.role,
    artifact: artifacts[0] ?? null,
    artifacts,
    ...detailsOf(event),
    policy: { id: policy.id, name: policy.name, project_id: policy.projectId },
  }
}

function repositoryOf({ event, repositoryCreatedAtMs }: PayloadInput): BellbuoyPayload['repository'] {
  if (event.repository === '') return null
  return {
    name: nameInProject(event.repository),
    full_name: event.repository,
    first_seen_at: new Date(repositoryCreatedAtMs).toISOString(),
  }
}

function referenceOf({ tag, digest }: Artifact): BellbuoyPayload['reference'] {
  if (tag !== null) return { kind: 'tag', value: tag }
  return digest === null ? null : { kind: 'digest', value: digest }
}

function artifactBlock(event: RegistryEvent, artifact: Artifact): ArtifactBlock {
  const { registryHost, repository } = event
  const { digest, tags } = artifact
  const tag = tagNameOf(event, artifact)
  const place = registryHost === '' ? null : `${registryHost}/${repository}`
  return {
    digest,
    tag,
    tags: tags && [...tags],
    media_type: artifact.mediaType,
    artifact_type: artifact.artifactType,
    manifest_size: artifact.sizeBytes,
    size: artifact.contentBytes,
    platforms: [...artifact.platforms],
    subject: artifact.subject,
    pull_by_tag: place === null || tag === null ? null : `${place}:${tag}`,
    pull_by_digest: place === null || digest === null ? null : `${place}@${digest}`,
  }
}

type Details = Pick<BellbuoyPayload, 'previous_digest' | 'chart' | Detail>

function detailsOf({ type, detail }: RegistryEvent): Details {
  const { chart, scan, quota, replication, retention, problem } = detail
  return {
    previous_digest: detail.previousDigest ?? null,
    chart: chart === undefined ? null : chartBlock(chart),
    scan: scan !== undefined && hasDetail(type, 'scan') ? scanBlock(scan) : null,
    quota: quota !== undefined && hasDetail(type, 'quota') ? quotaBlock(quota) : null,
    replication: hasDetail(type, 'replication') ? objectOrNull(replication) : null,
    retention: hasDetail(type, 'retention') ? objectOrNull(retention) : null,
    problem: hasDetail(type, 'problem') ? problemBlock(problem) : null,
  }
}

function objectOrNull(object: JsonObject | undefined): Record<string, unknown> | null {
  return object ?? null
}
