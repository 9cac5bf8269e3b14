/** Every event type, by Harbor 2's name, with the webhook proposal's name where it has one. One line adds a type. */
const PROPOSAL_NAMES = {
  PUSH_ARTIFACT: 'pushImage',
  PULL_ARTIFACT: 'pullImage',
  DELETE_ARTIFACT: 'deleteImage',
  UPLOAD_CHART: 'uploadChart',
  DOWNLOAD_CHART: 'downloadChart',
  DELETE_CHART: 'deleteChart',
  SCANNING_COMPLETED: 'scanningCompleted',
  SCANNING_FAILED: 'scanningFailed',
  SCANNING_STOPPED: null,
  QUOTA_EXCEED: 'projectQuota',
  QUOTA_WARNING: null,
  REPLICATION: null,
  TAG_RETENTION: null,
  CREATE_TAG: null,
  DELETE_TAG: null,
  DELETE_REPOSITORY: null,
} as const satisfies Record<string, string | null>

export type EventType = keyof typeof PROPOSAL_NAMES

export const EVENT_TYPES = Object.keys(PROPOSAL_NAMES) as readonly EventType[]

const BY_NAME = new Map<string, EventType>(
  EVENT_TYPES.flatMap((type) => {
    const proposalName = PROPOSAL_NAMES[type]
    return proposalName === null
      ? [[type, type]]
      : [
          [type, type],
          [proposalName, type],
        ]
  }),
)

/** The event type of either of its names (case-sensitive, as in Harbor), or null when no type has that name. */
export function eventTypeOf(name: string): EventType | null {
  return BY_NAME.get(name) ?? null
}

/**
 * The proposal's name of an event type. Types that the proposal does not know get one in its manner
 * (`TAG_RETENTION` becomes `tagRetention`), so that its payload has a name for every event.
 */
export function proposalNameOf(type: EventType): string {
  return (
    PROPOSAL_NAMES[type] ?? type.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  )
}

const ARTIFACT_ACTIONS: Partial<Record<EventType, ArtifactAction>> = {
  PUSH_ARTIFACT: 'push',
  UPLOAD_CHART: 'push',
  PULL_ARTIFACT: 'pull',
  DOWNLOAD_CHART: 'pull',
  DELETE_ARTIFACT: 'delete',
  DELETE_CHART: 'delete',
}
export type ArtifactAction = 'push' | 'pull' | 'delete'

/** What happens to an artifact, be it an image or a chart; null for all other types. */
export function artifactAction(type: EventType): ArtifactAction | null {
  return ARTIFACT_ACTIONS[type] ?? null
}
