/**
 * What an event is about, and so which facts it has. Readers, checks and payload formats go by the shape, so that a new
 * event type of a known shape is one row of the table below and needs no code.
 */
export type EventShape =
  /** An image or another artifact. */
  | 'artifact'
  /** Artifacts that are gone: one for each tag that went with the manifest. */
  | 'deletion'
  | 'tag'
  /** A repository as a whole: no artifact. */
  | 'repository'
  /** A Helm chart, in a chart repository or as an OCI artifact. */
  | 'chart'
  /** The end of a scan of an artifact. */
  | 'scan'
  /** The storage of a project, with the artifact that met the limit where there is one. */
  | 'quota'
  /** Harbor's `replication` object, of a project as a whole. */
  | 'replication'
  /** Harbor's `retention` object, of a project as a whole. */
  | 'retention'
  /** Something that needs a person: the meta events, which Bellbuoy alone reports. */
  | 'problem'

export type ArtifactAction = 'push' | 'pull' | 'delete'

interface EventTypeRow {
  /** The webhook proposal's name, or null for a type that the proposal does not know. */
  readonly proposalName: string | null
  /** Harbor's type of CloudEvent (`src/pkg/notifier/formats/cloudevents.go`), or ours where Harbor has none. */
  readonly cloudEventType: string
  readonly shape: EventShape
  /** What happens to the artifact or chart; null where none is pushed, pulled or deleted. */
  readonly action: ArtifactAction | null
  /** What happened, in words for people. */
  readonly happened: string
}

/** Every event type by Harbor 2's name, in the order in which API and documents list them. One row adds a type. */
const ROWS = {
  PUSH_ARTIFACT: {
    proposalName: 'pushImage',
    cloudEventType: 'harbor.artifact.pushed',
    shape: 'artifact',
    action: 'push',
    happened: 'an image or another artifact was pushed',
  },
  PULL_ARTIFACT: {
    proposalName: 'pullImage',
    cloudEventType: 'harbor.artifact.pulled',
    shape: 'artifact',
    action: 'pull',
    happened: 'the manifest of an artifact was pulled',
  },
  DELETE_ARTIFACT: {
    proposalName: 'deleteImage',
    cloudEventType: 'harbor.artifact.deleted',
    shape: 'deletion',
    action: 'delete',
    happened: 'the manifest of an artifact was deleted, with all of its tags',
  },
  UPLOAD_CHART: {
    proposalName: 'uploadChart',
    cloudEventType: 'bellbuoy.chart.uploaded',
    shape: 'chart',
    action: 'push',
    happened: 'a Helm chart was uploaded',
  },
  DOWNLOAD_CHART: {
    proposalName: 'downloadChart',
    cloudEventType: 'bellbuoy.chart.downloaded',
    shape: 'chart',
    action: 'pull',
    happened: 'a Helm chart was downloaded',
  },
  DELETE_CHART: {
    proposalName: 'deleteChart',
    cloudEventType: 'bellbuoy.chart.deleted',
    shape: 'chart',
    action: 'delete',
    happened: 'a Helm chart was deleted',
  },
  SCANNING_COMPLETED: {
    proposalName: 'scanningCompleted',
    cloudEventType: 'harbor.scan.completed',
    shape: 'scan',
    action: null,
    happened: 'a scan ended with a result',
  },
  SCANNING_FAILED: {
    proposalName: 'scanningFailed',
    cloudEventType: 'harbor.scan.failed',
    shape: 'scan',
    action: null,
    happened: 'a scan failed',
  },
  SCANNING_STOPPED: {
    proposalName: null,
    cloudEventType: 'harbor.scan.stopped',
    shape: 'scan',
    action: null,
    happened: 'a scan was stopped',
  },
  QUOTA_EXCEED: {
    proposalName: 'projectQuota',
    cloudEventType: 'harbor.quota.exceeded',
    shape: 'quota',
    action: null,
    happened: 'a project exceeded its storage limit, or a push would have',
  },
  QUOTA_WARNING: {
    proposalName: null,
    cloudEventType: 'harbor.quota.warned',
    shape: 'quota',
    action: null,
    happened: 'the storage of a project is nearly used up',
  },
  REPLICATION: {
    proposalName: null,
    cloudEventType: 'harbor.replication.status.changed',
    shape: 'replication',
    action: null,
    happened: 'the status of a replication changed',
  },
  TAG_RETENTION: {
    proposalName: null,
    cloudEventType: 'harbor.tag_retention.finished',
    shape: 'retention',
    action: null,
    happened: 'tag retention finished',
  },
  CREATE_TAG: {
    proposalName: null,
    cloudEventType: 'bellbuoy.tag.created',
    shape: 'tag',
    action: null,
    happened: 'a tag was created, or moved to another digest',
  },
  DELETE_TAG: {
    proposalName: null,
    cloudEventType: 'bellbuoy.tag.deleted',
    shape: 'tag',
    action: null,
    happened: 'a tag was deleted; its manifest remains',
  },
  DELETE_REPOSITORY: {
    proposalName: null,
    cloudEventType: 'bellbuoy.repository.deleted',
    shape: 'repository',
    action: null,
    happened: 'a repository was deleted',
  },
  TARGET_FAILING: {
    proposalName: null,
    cloudEventType: 'bellbuoy.target.failing',
    shape: 'problem',
    action: null,
    happened: 'deliveries to a target of a policy of the project fail',
  },
  TARGET_RECOVERED: {
    proposalName: null,
    cloudEventType: 'bellbuoy.target.recovered',
    shape: 'problem',
    action: null,
    happened: 'deliveries to a target no longer fail',
  },
  SOURCE_REFUSED: {
    proposalName: null,
    cloudEventType: 'bellbuoy.source.refused',
    shape: 'problem',
    action: null,
    happened: 'Bellbuoy refuses what a source sends; for global policies',
  },
  SOURCE_SILENT: {
    proposalName: null,
    cloudEventType: 'bellbuoy.source.silent',
    shape: 'problem',
    action: null,
    happened: 'a source has been silent for longer than its setting says; for global policies',
  },
  SOURCE_RECOVERED: {
    proposalName: null,
    cloudEventType: 'bellbuoy.source.recovered',
    shape: 'problem',
    action: null,
    happened: 'a source reports events again; for global policies',
  },
} as const satisfies Record<string, EventTypeRow>

export type EventType = keyof typeof ROWS

export const EVENT_TYPES = Object.keys(ROWS) as readonly EventType[]

const TABLE: Readonly<Record<EventType, EventTypeRow>> = ROWS

const BY_NAME = new Map<string, EventType>(
  EVENT_TYPES.flatMap((type) => [type, TABLE[type].proposalName ?? type].map((name) => [name, type])),
)
const BY_CLOUD_EVENT_TYPE = new Map(EVENT_TYPES.map((type) => [TABLE[type].cloudEventType, type]))

/** Whether a text is an event type, by Harbor 2's name. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(ROWS, text)
}

/** The event type of either of its names (case-sensitive, as in Harbor), or null when no type has that name. */
export function eventTypeOf(name: string): EventType | null {
  return BY_NAME.get(name) ?? null
}

/** The event type of a CloudEvents `type`, or null when it is that of none. */
export function eventTypeOfCloudEvent(cloudEventType: string): EventType | null {
  return BY_CLOUD_EVENT_TYPE.get(cloudEventType) ?? null
}

/** The CloudEvents `type` of an event type. */
export function cloudEventTypeOf(type: EventType): string {
  return TABLE[type].cloudEventType
}

/**
 * The proposal's name of an event type. Types that the proposal does not know get one in its manner
 * (`TAG_RETENTION` becomes `tagRetention`), so that its payload has a name for every event.
 */
export function proposalNameOf(type: EventType): string {
  const inItsManner = () => type.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return TABLE[type].proposalName ?? inItsManner()
}

const BY_WRITTEN_NAME = new Map<string, EventType>(
  EVENT_TYPES.flatMap((type) => [type, proposalNameOf(type)].map((name) => [name, type])),
)

/** The event type of a name that a payload writes: also one in the proposal's manner, for a type that the proposal does not know. */
export function writtenEventType(name: string): EventType | null {
  return BY_WRITTEN_NAME.get(name) ?? null
}

export function shapeOf(type: EventType): EventShape {
  return TABLE[type].shape
}

/** Whether it is a meta event: Bellbuoy reports it of itself, and no source can. */
export function isMetaEvent(type: EventType): boolean {
  return shapeOf(type) === 'problem'
}

/** The event types that a source can report. */
export const REPORTED_TYPES: readonly EventType[] = EVENT_TYPES.filter((type) => !isMetaEvent(type))

/** What happens to an artifact, be it an image or a chart; null for all other types. */
export function artifactAction(type: EventType): ArtifactAction | null {
  return TABLE[type].action
}

/** What happened, as a clause for people: `a Helm chart was uploaded`. */
export function happenedIn(type: EventType): string {
  return TABLE[type].happened
}
