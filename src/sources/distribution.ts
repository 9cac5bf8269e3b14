import { BellbuoyError } from '../domain/errors.ts'
import { type SourceEvent, UNKNOWN_ARTIFACT } from '../domain/event.ts'
import type { EventType } from '../domain/event-type.ts'
import { projectNameOf } from '../domain/project.ts'
import { NO_SETTINGS, type SourceKind, type Translation, type TranslationSettings } from '../domain/source.ts'
import { type EnvelopeEntry, readEntry } from './distribution-entry.ts'

/** Manifests and indexes; everything else that a registry stores is a blob. */
const MANIFEST_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
])

const SETUP = `notifications:
  endpoints:
    - name: bellbuoy
      url: URL
      headers:
        Authorization: [Bearer TOKEN]
      timeout: 3s
      threshold: 5
      backoff: 1s
`

type Verdict = { readonly type: EventType } | { readonly ignored: string; readonly unknown?: true }

/** CNCF Distribution (2.8, 3.x) and every registry that posts its notification envelopes (`notifications/event.go`). */
export const distribution = {
  kind: 'distribution',
  title: 'CNCF Distribution (Docker registry)',
  setup: SETUP,
  settingsSchema: NO_SETTINGS,
  contentTypes: [
    'application/vnd.docker.distribution.events.v1+json',
    'application/vnd.docker.distribution.events.v2+json',
    'application/json',
  ],
  translate(body, settings) {
    const entries = entriesOf(body).map(readEntry)
    const events: SourceEvent[] = []
    const ignored: Translation['ignored'][number][] = []
    for (const entry of entries) {
      const verdict = judge(entry, settings)
      if ('type' in verdict) events.push(eventOf(entry, verdict.type))
      else ignored.push({ reason: verdict.ignored, unknown: verdict.unknown ?? false })
    }
    return { events, ignored }
  },
} satisfies SourceKind

function entriesOf(body: unknown): readonly unknown[] {
  const events = typeof body === 'object' && body !== null && 'events' in body ? body.events : undefined
  if (Array.isArray(events)) return events
  throw new BellbuoyError(
    'BAD_REQUEST',
    'not a notification envelope: it must be an object with an array `events`',
  )
}

function judge(entry: EnvelopeEntry, settings: TranslationSettings): Verdict {
  switch (entry.action) {
    case 'push':
      return isManifest(entry) ? { type: 'PUSH_ARTIFACT' } : { ignored: 'blob' }
    case 'mount':
      return { ignored: 'blob' }
    case 'pull':
      if (!isManifest(entry)) return { ignored: 'blob' }
      if (entry.method === 'HEAD') return { ignored: 'HEAD request' }
      return isIgnoredAgent(entry, settings) ? { ignored: 'user agent' } : { type: 'PULL_ARTIFACT' }
    case 'delete':
      if (isIgnoredAgent(entry, settings)) return { ignored: 'user agent' }
      return { type: entry.digest === null ? 'DELETE_TAG' : 'DELETE_ARTIFACT' }
    default:
      return { ignored: `unknown action ${JSON.stringify(entry.action)}`, unknown: true }
  }
}

function isManifest({ mediaType }: EnvelopeEntry): boolean {
  return mediaType !== null && MANIFEST_TYPES.has(mediaType)
}

/** Pushes are kept whoever makes them, as Harbor 1.10 keeps them: a mirrored image is a new image. */
function isIgnoredAgent({ userAgent }: EnvelopeEntry, { ignoredUserAgents }: TranslationSettings): boolean {
  const agent = userAgent.trim().toLowerCase()
  return ignoredUserAgents.some((ignored) => {
    const name = ignored.toLowerCase()
    return agent === name || agent.startsWith(`${name}/`) || agent.startsWith(`${name} `)
  })
}

function eventOf(entry: EnvelopeEntry, type: EventType): SourceEvent {
  return {
    sourceEventId: entry.id,
    type,
    occurredAtMs: entry.timestampMs,
    repository: entry.repository,
    project: projectNameOf(entry.repository),
    operator: entry.actor,
    actorKind: entry.actor === '' ? 'anonymous' : 'user',
    artifacts: [
      {
        ...UNKNOWN_ARTIFACT,
        digest: entry.digest,
        tag: entry.tag,
        mediaType: entry.mediaType,
        sizeBytes: entry.sizeBytes,
      },
    ],
    role: 'root',
    registryHost: entry.host,
    detail: {},
  }
}
