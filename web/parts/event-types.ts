/** The event types in the groups that users look for. Types that the console does not know form another group. */
const GROUPS = {
  artifacts: [
    'PUSH_ARTIFACT',
    'PULL_ARTIFACT',
    'DELETE_ARTIFACT',
    'CREATE_TAG',
    'DELETE_TAG',
    'DELETE_REPOSITORY',
  ],
  charts: ['UPLOAD_CHART', 'DOWNLOAD_CHART', 'DELETE_CHART'],
  scans: ['SCANNING_COMPLETED', 'SCANNING_FAILED', 'SCANNING_STOPPED'],
  upkeep: ['QUOTA_WARNING', 'QUOTA_EXCEED', 'REPLICATION', 'TAG_RETENTION'],
} as const

export type EventGroup = keyof typeof GROUPS | 'others'

/** The event types of a server by group, without empty groups. */
export function groupEventTypes(
  known: readonly string[],
): readonly (readonly [EventGroup, readonly string[]])[] {
  const groups = Object.entries(GROUPS) as [EventGroup, readonly string[]][]
  const grouped = new Set(groups.flatMap(([, types]) => types))
  const all: [EventGroup, readonly string[]][] = [
    ...groups.map(([group, types]): [EventGroup, readonly string[]] => [
      group,
      types.filter((type) => known.includes(type)),
    ]),
    ['others', known.filter((type) => !grouped.has(type))],
  ]
  return all.filter(([, types]) => types.length > 0)
}

export const ALL_EVENT_TYPES: readonly string[] = Object.values(GROUPS).flat()
