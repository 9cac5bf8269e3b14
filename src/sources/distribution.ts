import { BellbuoyError } from '../domain/errors.ts'
import { subjectOfTag } from '../domain/event/accessory.ts'
import { asChartEvent } from '../domain/event/chart.ts'
import { type ActorKind, type Artifact, type SourceEvent, UNKNOWN_ARTIFACT } from '../domain/event/event.ts'
import type { EventType } from '../domain/event/event-type.ts'
import { configTypeOf, contentBytesOf, isManifestType, platformsOf } from '../domain/event/manifest.ts'
import { isUserAgent } from '../domain/event/user-agent.ts'
import { projectNameOf } from '../domain/project.ts'
import { originOf } from '../domain/target/target-rules.ts'
import { ROBOT_PREFIX } from '../domain/people/robot.ts'
import { REGISTRY_SETTINGS_SCHEMA, registrySettingsFault } from '../domain/registry/registry-settings.ts'
import type { IgnoredEntry, SideRequest, SourceKind, TranslationSettings } from '../domain/registry/source.ts'
import { type EnvelopeEntry, readEntry } from './distribution-entry.ts'
import { readEach } from './read-each.ts'

const SETUP = `# Also set registry_host of this source in Bellbuoy: the host that others pull from.
notifications:
  events:
    includereferences: true
  endpoints:
    - name: bellbuoy
      url: URL
      headers:
        Authorization: [Bearer TOKEN]
      timeout: 3s
      threshold: 5
      backoff: 1s
`

/** The media type that the registry gives every blob. */
const BLOB_TYPE = 'application/octet-stream'

/** What an entry is: an event of a type, or ignored for a reason. */
type Reading = { readonly type: EventType } | { readonly ignored: string; readonly unknown?: true }

/** CNCF Distribution (2.8, 3.x) and every registry that posts its notification envelopes (`notifications/event.go`). */
export const distribution = {
  kind: 'distribution',
  title: 'CNCF Distribution (Docker registry)',
  setup: SETUP,
  reportsHost: true,
  settingsSchema: REGISTRY_SETTINGS_SCHEMA,
  settingsFault: registrySettingsFault,
  secretsTravelTo: ({ registry_url: url }) => (typeof url === 'string' && url !== '' ? originOf(url) : null),
  contentTypes: [
    'application/vnd.docker.distribution.events.v1+json',
    'application/vnd.docker.distribution.events.v2+json',
    'application/json',
  ],
  read(body, settings) {
    return readEach(entriesOf(body), (value, index) => {
      const entry = readEntry(value, index)
      const reading = classify(entry, settings)
      if ('type' in reading) return eventOf(entry, reading.type)
      return {
        reason: reading.ignored,
        unknown: reading.unknown ?? false,
        ...blobIn(entry),
        ...requestIn(entry),
      }
    })
  },
} satisfies SourceKind

/** Go writes an envelope without entries as `{"events":null}`. */
function entriesOf(body: unknown): readonly unknown[] {
  const events = typeof body === 'object' && body !== null && 'events' in body ? body.events : undefined
  if (events === null) return []
  if (Array.isArray(events)) return events
  throw new BellbuoyError(
    'BAD_REQUEST',
    'not a notification envelope: it must be an object with an array `events`',
  )
}

function classify(entry: EnvelopeEntry, settings: TranslationSettings): Reading {
  switch (entry.action) {
    case 'push':
      return isManifestType(entry.mediaType) ? { type: 'PUSH_ARTIFACT' } : { ignored: 'blob' }
    case 'mount':
      return { ignored: 'blob' }
    case 'pull':
      if (!isManifestType(entry.mediaType)) return { ignored: 'blob' }
      if (entry.method === 'HEAD') return { ignored: 'HEAD request' }
      return isIgnoredAgent(entry, settings) ? { ignored: 'user agent' } : { type: 'PULL_ARTIFACT' }
    case 'delete':
      if (isIgnoredAgent(entry, settings)) return { ignored: 'user agent' }
      if (entry.digest !== null) return { type: 'DELETE_ARTIFACT' }
      return { type: entry.tag !== null ? 'DELETE_TAG' : 'DELETE_REPOSITORY' }
    default:
      return { ignored: `unknown action ${JSON.stringify(entry.action)}`, unknown: true }
  }
}

function blobIn({ mediaType, repository, digest }: EnvelopeEntry): Pick<IgnoredEntry, 'blob'> {
  return mediaType === BLOB_TYPE && digest !== null ? { blob: { repository, digest } } : {}
}

function requestIn(entry: EnvelopeEntry): Pick<IgnoredEntry, 'request'> {
  const { repository, digest, actor: operator, timestampMs: occurredAtMs } = entry
  const what = digest === null ? null : sideRequestOf(entry)
  if (digest === null || what === null) return {}
  return { request: { what, repository, digest, operator, occurredAtMs, client: clientIn(entry) } }
}

function sideRequestOf({ action, mediaType, method }: EnvelopeEntry): SideRequest['what'] | null {
  if (isManifestType(mediaType)) return action === 'pull' && method === 'HEAD' ? 'HEAD' : null
  if (action === 'push' || action === 'mount') return 'blob push'
  // Clients ask for the headers of blobs before they push them.
  return action === 'pull' && method === 'GET' ? 'blob read' : null
}

function clientIn({ address, userAgent }: EnvelopeEntry): string {
  return `${address} ${userAgent}`
}

/** Asked of pulls and deletions only. Every push is an event, as in Harbor 1.10: a mirrored image is a new image. */
function isIgnoredAgent({ userAgent }: EnvelopeEntry, { ignoredUserAgents }: TranslationSettings): boolean {
  return ignoredUserAgents.some((ignored) => isUserAgent(userAgent, ignored))
}

function eventOf(entry: EnvelopeEntry, type: EventType): SourceEvent {
  const subject = subjectOfTag(entry.tag)
  return asChartEvent({
    sourceEventId: entry.id,
    type,
    occurredAtMs: entry.timestampMs,
    reportedAtMs: entry.timestampMs,
    repository: entry.repository,
    project: projectNameOf(entry.repository),
    operator: entry.actor,
    actorKind: actorKindOf(entry.actor),
    artifacts: type === 'DELETE_REPOSITORY' ? [] : [{ ...artifactOf(entry), subject }],
    role: subject === null ? 'root' : 'accessory',
    registryHost: entry.host,
    detail: entry.requestId === '' ? {} : { requestId: entry.requestId },
    ...(entry.references.length > 0 && { references: entry.references }),
    ...(entry.instance !== '' && { instance: entry.instance }),
    client: clientIn(entry),
  })
}

function artifactOf(entry: EnvelopeEntry): Artifact {
  const { digest, tag, mediaType, sizeBytes } = entry
  return {
    ...UNKNOWN_ARTIFACT,
    digest,
    tag,
    mediaType,
    sizeBytes,
    artifactType: configTypeOf(entry),
    contentBytes: contentBytesOf(entry),
    platforms: platformsOf(entry),
  }
}

function actorKindOf(name: string): ActorKind {
  if (name === '') return 'anonymous'
  return name.startsWith(ROBOT_PREFIX) ? 'robot' : 'user'
}
