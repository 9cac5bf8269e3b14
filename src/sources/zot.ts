import { asAccessoryEvent } from '../domain/event/accessory.ts'
import { type ActorKind, type Artifact, type SourceEvent, UNKNOWN_ARTIFACT } from '../domain/event/event.ts'
import { type Scan, SEVERITIES } from '../domain/event/event-detail.ts'
import type { EventType } from '../domain/event/event-type.ts'
import type { Manifest } from '../domain/event/manifest.ts'
import { readManifestDocument } from '../domain/event/manifest-document.ts'
import { withManifest } from '../domain/event/with-manifest.ts'
import { projectNameOf } from '../domain/project.ts'
import { DIGEST, REPOSITORY, TAG } from '../domain/event/registry-grammar.ts'
import type { IgnoredEntry, NotificationFrame, SourceKind } from '../domain/registry/source.ts'
import { CLOUD_EVENT_TYPE, type CloudEvent, cloudEventsIn } from './cloud-event.ts'
import { FieldReader, cutText } from '../domain/field-reader.ts'
import { readEach } from './read-each.ts'

/** Characters of an unknown event type that are shown. */
const MAX_TYPE = 64

const SETUP = `{
  "extensions": {
    "events": {
      "enable": true,
      "sinks": [
        {
          "type": "http",
          "address": "URL",
          "timeout": "5s",
          "credentials": { "username": "zot", "password": "TOKEN" }
        }
      ]
    }
  }
}
`

const SETTINGS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    tag_delete_is_image_delete: {
      type: 'boolean',
      description:
        'true: the deletion of a tag is the event DELETE_ARTIFACT, for users who delete images by their tags; false: DELETE_TAG',
    },
  },
} as const

/** zot (`pkg/extensions/events`): its CloudEvents, in binary mode as its HTTP sink sends them, or structured. */
export const zot: SourceKind = {
  kind: 'zot',
  title: 'zot',
  setup: SETUP,
  reportsHost: false,
  settingsSchema: SETTINGS,
  contentTypes: ['application/json', CLOUD_EVENT_TYPE],
  read(body, _settings, frame) {
    return readEach(cloudEventsIn(body, frame), (event) => readOne(event, frame))
  },
}

function readOne(event: CloudEvent, frame: NotificationFrame): SourceEvent | IgnoredEntry {
  const data = new FieldReader(event.data, event.dataPath)
  switch (actionOf(event)) {
    case 'image.updated':
      return eventOf(event, data, 'PUSH_ARTIFACT', frame)
    case 'image.deleted':
      return eventOf(event, data, deletion(data, frame), frame)
    case 'image.scanned':
      return scanned(event, data, frame)
    case 'image.lint_failed':
      return { reason: 'image refused by lint', unknown: false }
    case 'repository.created':
      return { reason: 'repository created', unknown: false }
    default:
      return { reason: `unknown event type ${JSON.stringify(cutText(event.type, MAX_TYPE))}`, unknown: true }
  }
}

/** The last two parts of the type; zot's setting `typePrefix` comes before them. */
function actionOf({ type }: CloudEvent): string {
  return type.split('.').slice(-2).join('.')
}

/** zot names a deleted image as the client did: by its digest, or by one tag of several. */
function deletion(data: FieldReader, { settings }: NotificationFrame): EventType {
  const isByDigest = DIGEST.test(data.text('reference'))
  return isByDigest || settings['tag_delete_is_image_delete'] === true ? 'DELETE_ARTIFACT' : 'DELETE_TAG'
}

function eventOf(
  event: CloudEvent,
  data: FieldReader,
  type: EventType,
  frame: NotificationFrame,
): SourceEvent {
  const repository = data.matching('name', REPOSITORY, 255) ?? data.fail('name', 'missing')
  const isDigest = DIGEST.test(data.text('reference'))
  const operator = data.object('actor').cutLine('name')
  const manifestText = data.text('manifest', Infinity)
  const artifact = {
    ...UNKNOWN_ARTIFACT,
    digest: data.matching('digest', DIGEST, 255) ?? (isDigest ? data.text('reference') : null),
    tag: isDigest ? null : data.matching('reference', TAG, 128),
    mediaType: data.cutLine('mediaType') || null,
    sizeBytes: manifestText === '' ? null : Buffer.byteLength(manifestText),
  }
  const reported: SourceEvent = {
    sourceEventId: `${event.source} ${event.id}`,
    type,
    occurredAtMs: event.timeMs ?? frame.receivedAtMs,
    ...(event.timeMs !== null && { reportedAtMs: event.timeMs }),
    project: projectNameOf(repository),
    repository,
    operator,
    actorKind: actorKindOf(operator, data),
    artifacts: [artifact],
    role: 'root',
    registryHost: '',
    detail: {},
    ...clientOf(data),
  }
  const manifest = manifestIn(manifestText, artifact)
  return asAccessoryEvent(manifest === null ? reported : withManifest(reported, manifest))
}

/** Null when zot sent no manifest, as for deletions, or something that is none: the event is complete enough without it. */
function manifestIn(text: string, { digest, mediaType, sizeBytes }: Artifact): Manifest | null {
  if (digest === null || sizeBytes === null) return null
  try {
    const facts = { digest, mediaType: mediaType ?? '', sizeBytes }
    return readManifestDocument(JSON.parse(text), facts).manifest
  } catch {
    return null
  }
}

const MAX_CLIENT = 1024

/** Address without its port, which differs for every connection, and program; nothing where older versions report none. */
function clientOf(data: FieldReader): Pick<SourceEvent, 'client'> {
  if (!data.has('request')) return {}
  const request = data.object('request')
  const address = request.text('addr', Infinity).replace(/:\d+$/, '')
  return { client: `${address} ${request.text('useragent', Infinity)}`.slice(0, MAX_CLIENT) }
}

/** Older versions report no actor; newer ones leave it out for anonymous requests. */
function actorKindOf(operator: string, data: FieldReader): ActorKind {
  if (operator !== '') return 'user'
  return data.has('request') ? 'anonymous' : 'unknown'
}

function scanned(event: CloudEvent, data: FieldReader, frame: NotificationFrame): SourceEvent {
  const scan = scanIn(event, data.object('summary'), frame)
  const facts = eventOf(event, data, 'SCANNING_COMPLETED', frame)
  return { ...facts, operator: '', actorKind: 'system', detail: { scan } }
}

const SUMMARY_COUNTS = {
  Unknown: 'unknownCount',
  Low: 'lowCount',
  Medium: 'mediumCount',
  High: 'highCount',
  Critical: 'criticalCount',
}

/** A scan by zot's built-in Trivy, which reports counts and no findings. */
function scanIn(event: CloudEvent, summary: FieldReader, { receivedAtMs }: NotificationFrame): Scan {
  const worst = summary.line('maxSeverity').toLowerCase()
  const counts = Object.entries(SUMMARY_COUNTS).map(
    ([severity, name]) => [severity, summary.count(name) ?? 0] as const,
  )
  const report = {
    mediaType: 'application/vnd.security.vulnerability.report; version=1.1',
    reportId: event.id,
    status: 'Success',
    severity: SEVERITIES.find((severity) => severity.toLowerCase() === worst) ?? '',
    durationSeconds: 0,
    summary: {
      total: summary.count('count') ?? 0,
      fixable: summary.count('fixableCount') ?? 0,
      bySeverity: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    },
    startTime: '',
    endTime: new Date(event.timeMs ?? receivedAtMs).toISOString(),
    scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '' },
    completePercent: 100,
    sbom: null,
  }
  return { type: 'vulnerability', reports: [report], findings: [], truncated: false, link: null, error: null }
}
