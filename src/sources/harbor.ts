import { asAccessoryEvent } from '../domain/event/accessory.ts'
import { type ActorKind, type Artifact, type SourceEvent, UNKNOWN_ARTIFACT } from '../domain/event/event.ts'
import type { EventDetail } from '../domain/event/event-detail.ts'
import { type EventType, shapeOf } from '../domain/event/event-type.ts'
import { isProjectName, projectNameOf } from '../domain/project.ts'
import { CHART_NAME, CHART_VERSION, DIGEST, REPOSITORY, TAG } from '../domain/event/registry-grammar.ts'
import {
  type IgnoredEntry,
  NO_SETTINGS,
  type NotificationFrame,
  type SourceKind,
} from '../domain/registry/source.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import { FieldReader, cutText } from '../domain/field-reader.ts'
import { type HarborNotification, harborNotification } from './harbor/notification.ts'
import { quotaIn } from './harbor/quota-text.ts'
import { scanIn } from './harbor/scan-overview.ts'
import { readEach } from './read-each.ts'

const SETUP = `# In Bellbuoy: set registry_host of this source to Harbor's own host.
# In Harbor: Projects > (a project) > Webhooks > New Webhook
Notify Type:     http
Payload Format:  CloudEvents
Event Type:      all of them
Endpoint URL:    URL
Auth Header:     Bearer TOKEN
`

/** A single request can delete this many tags or versions. */
const MAX_RESOURCES = 1000
/** Characters of an unknown event type that are shown. */
const MAX_TYPE = 64

/** Harbor's own webhooks, of 1.9 to 2.x, in both of its formats (`src/pkg/notifier`), which Bellbuoy sends too. */
export const harbor: SourceKind = {
  kind: 'harbor',
  title: 'Harbor',
  setup: SETUP,
  reportsHost: true,
  settingsSchema: NO_SETTINGS,
  contentTypes: ['application/json', CLOUD_EVENT_TYPE],
  *read(body, _settings, frame) {
    const notification = harborNotification(body, frame)
    // A fault is that of the only entry: Harbor's job service would repeat a refused webhook for hours.
    for (const reading of readEach([notification], (one) => readOne(one, frame)))
      yield 'type' in reading || !reading.unknown ? reading : { ...reading, example: body }
  },
}

function readOne(notification: HarborNotification, frame: NotificationFrame): SourceEvent | IgnoredEntry {
  const { type, typeName } = notification
  if (type === null) {
    const name = JSON.stringify(cutText(typeName, MAX_TYPE))
    return { reason: `unknown event type ${name}`, unknown: true }
  }
  const shape = shapeOf(type)
  return shape === 'replication' || shape === 'retention'
    ? projectWide(notification, type, shape, frame)
    : eventOf(notification, type, frame)
}

/** Replication and retention concern a project as a whole. */
function projectWide(
  notification: HarborNotification,
  type: EventType,
  shape: 'replication' | 'retention',
  frame: NotificationFrame,
): SourceEvent | IgnoredEntry {
  const kept = notification.data.kept(shape) ?? notification.data.fail(shape, 'missing')
  const fields = notification.data.object(shape)
  const project = shape === 'replication' ? replicatedProject(fields) : fields.line('project_name')
  if (!isProjectName(project)) return { reason: `${shape} of no project`, unknown: true }
  const common = commonFacts(notification, type, frame)
  const detail = { ...common.detail, [shape]: kept }
  return { ...common, project, repository: '', artifacts: [], detail }
}

/**
 * The local project of a replication: the destination of a pull, the source of a push. Harbor swaps the two namespaces of a
 * push, so the destination names it in both cases.
 */
function replicatedProject(replication: FieldReader): string {
  const namespaceOf = (end: string): string =>
    replication.object(end).line('namespace').split('/', 1)[0] ?? ''
  return namespaceOf('dest_resource') || namespaceOf('src_resource')
}

function eventOf(notification: HarborNotification, type: EventType, frame: NotificationFrame): SourceEvent {
  const { data } = notification
  const isChart = shapeOf(type) === 'chart'
  const resources = data.objects('resources', MAX_RESOURCES)
  const common = commonFacts(notification, type, frame)
  const repository = repositoryIn(data.object('repository'), isChart)
  const artifacts = resources.map((resource) => artifactIn(resource, isChart))
  const [first] = resources
  const detail = detailOf(type, data, first ?? new FieldReader({}, 'resources'), repository, artifacts)
  return asAccessoryEvent({
    ...common,
    project: projectNameOf(repository),
    repository,
    artifacts,
    registryHost: first === undefined ? '' : hostIn(first.cutLine('resource_url', 2048)),
    detail: { ...common.detail, ...detail, ...reportedRepository(data.object('repository')) },
  })
}

/** What Harbor says of the repository, where it says anything. */
function reportedRepository(repository: FieldReader): Pick<EventDetail, 'repository'> {
  const type = repository.line('repo_type')
  const isPublic = type === 'public' ? true : type === 'private' ? false : null
  const createdAtMs = repository.seconds('date_created')
  return isPublic === null && createdAtMs === null ? {} : { repository: { isPublic, createdAtMs } }
}

function detailOf(
  type: EventType,
  data: FieldReader,
  resource: FieldReader,
  repository: string,
  artifacts: readonly Artifact[],
): EventDetail {
  const shape = shapeOf(type)
  if (shape === 'chart') {
    const name = repository.slice(repository.indexOf('/') + 1)
    return { chart: { name, version: artifacts[0]?.tag ?? '', sizeBytes: null } }
  }
  if (shape === 'scan') return { scan: scanIn(data.object('scan'), resource) }
  if (shape === 'quota') return { quota: quotaIn(data.object('custom_attributes').cut('Details')) }
  return {}
}

function commonFacts(
  { id, occurredAtMs, operator, requestId }: HarborNotification,
  type: EventType,
  frame: NotificationFrame,
) {
  const detail: EventDetail = requestId === '' ? {} : { requestId }
  return {
    sourceEventId: id,
    type,
    occurredAtMs: occurredAtMs ?? frame.receivedAtMs,
    ...(occurredAtMs !== null && { reportedAtMs: occurredAtMs }),
    operator,
    actorKind: actorKindOf(operator, type),
    role: 'root' as const,
    registryHost: '',
    detail,
  }
}

/** The names of Harbor's accounts show their kind (`src/common/const.go`); `auto` is the scanner of 1.10. */
function actorKindOf(operator: string, type: EventType): ActorKind {
  if (operator === '') return type === 'PULL_ARTIFACT' ? 'anonymous' : 'unknown'
  if (operator.startsWith('robot$')) return 'robot'
  return operator === 'harbor-jobservice' || operator === 'auto' ? 'system' : 'user'
}

function repositoryIn(repository: FieldReader, isChart: boolean): string {
  const [namespace, name] = [repository.line('namespace'), repository.line('name')]
  const full =
    repository.line('repo_full_name') || (namespace === '' || name === '' ? '' : `${namespace}/${name}`)
  const slash = full.indexOf('/')
  const isValid = isChart
    ? isProjectName(full.slice(0, slash)) && CHART_NAME.test(full.slice(slash + 1))
    : REPOSITORY.test(full)
  if (full === '') return repository.fail('repo_full_name', 'missing')
  if (!isValid || full.length > 255)
    return repository.fail('repo_full_name', 'is not in the registry grammar')
  return full
}

/** Without a tag, Harbor writes the digest into the field of the tag. */
function artifactIn(resource: FieldReader, isChart: boolean): Artifact {
  const digest = resource.matching('digest', DIGEST, 255)
  const hasTag = resource.text('tag') !== digest
  const tag = hasTag ? resource.matching('tag', isChart ? CHART_VERSION : TAG, isChart ? 255 : 128) : null
  return { ...UNKNOWN_ARTIFACT, digest, tag }
}

/** `host[:port]` of `host/repository:tag`; the URLs of charts have a scheme. */
function hostIn(resourceUrl: string): string {
  const [host = ''] = resourceUrl.replace(/^https?:\/\//, '').split('/', 1)
  return /^[\w.:[\]-]+$/.test(host) ? host : ''
}
