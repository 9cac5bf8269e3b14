import type {
  ArtifactBody,
  EventContentBody,
  FindingBody,
  ScanBody,
} from '../../../contract/history/event-content.ts'
import type { EventRecord } from '../../../domain/delivery/history.ts'
import type { Artifact } from '../../../domain/event/event.ts'
import {
  type EventDetail,
  type Finding,
  type Scan,
  SEVERITIES,
  reportOf,
  severityRank,
} from '../../../domain/event/event-detail.ts'
import { kindOf } from '../../../domain/event/findings.ts'
import { timeInMs } from '../../times.ts'

/** What a source reported of an event; null and empty values are left out. */
export function eventContent({ content }: EventRecord): EventContentBody {
  const { actorKind, artifacts, registryHost, detail } = content
  const { replication, retention } = detail
  return {
    actor_kind: actorKind,
    ...known({
      registry_host: registryHost,
      request_id: detail.requestId,
      trigger: detail.trigger,
      previous_digest: detail.previousDigest,
    }),
    artifacts: artifacts.map(artifactBody),
    ...ofKind(detail),
    ...(replication !== undefined && { replication: { ...replication } }),
    ...(retention !== undefined && { retention: { ...retention } }),
  }
}

function ofKind({ chart, scan, quota, problem }: EventDetail) {
  return {
    ...(chart !== undefined && { chart: chartBody(chart) }),
    ...(scan !== undefined && { scan: scanBody(scan) }),
    ...(quota !== undefined && {
      quota: known({ limit_bytes: quota.limitBytes, used_bytes: quota.usedBytes, details: quota.details }),
    }),
    ...(problem !== undefined && { problem: problemBody(problem) }),
  }
}

function artifactBody(artifact: Artifact): ArtifactBody {
  const { digest, tag, tags, platforms, subject } = artifact
  return {
    ...known({
      digest,
      tag,
      subject,
      media_type: artifact.mediaType,
      artifact_type: artifact.artifactType,
      manifest_size: artifact.sizeBytes,
      size: artifact.contentBytes,
    }),
    ...(tags !== null && { tags: [...tags] }),
    platforms: [...platforms],
  }
}

function chartBody({ name, version, type, sizeBytes }: NonNullable<EventDetail['chart']>) {
  return { name, version, ...known({ type, size: sizeBytes }) }
}

function scanBody(scan: Scan): ScanBody {
  const { scanner, durationSeconds, summary } = reportOf(scan)
  return {
    ...known({
      type: scan.type,
      severity: SEVERITIES[severityRank(scan)],
      scanner: scanner === null ? null : `${scanner.name} ${scanner.version}`.trim(),
      duration_seconds: durationSeconds === 0 ? null : durationSeconds,
      fixable: summary?.fixable,
      link: scan.link,
      error: scan.error,
    }),
    by_severity: { ...summary?.bySeverity },
    findings: scan.findings.map(findingBody),
    truncated: scan.truncated,
  }
}

function findingBody(finding: Finding): FindingBody {
  const { id, package: name, version, fixVersion, severity, description, links } = finding
  return {
    kind: kindOf(finding),
    id,
    package: name,
    severity,
    ...known({ version, fix_version: fixVersion, description }),
    links: [...links],
  }
}

function problemBody({ finding, reason, cure, sinceMs, closed }: NonNullable<EventDetail['problem']>) {
  return {
    finding,
    since: timeInMs(sinceMs),
    ...known({ reason, cure }),
    ...(closed !== undefined && { closed_at: timeInMs(closed.atMs) }),
  }
}

type Known<Values> = { [Name in keyof Values]?: Exclude<Values[Name], null | undefined> }

/** The values that say something. */
function known<Values extends Readonly<Record<string, unknown>>>(values: Values): Known<Values> {
  const some = Object.entries(values).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  return Object.fromEntries(some) as Known<Values>
}
