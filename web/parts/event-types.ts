import { EVENT_TYPES, type EventShape, isEventType, shapeOf } from '../../src/contract/event-type.ts'

/** Groups in which people look for event types; `others` are those that only a newer server knows. */
const GROUPS = ['artifacts', 'charts', 'scans', 'upkeep', 'problems', 'others'] as const
export type EventGroup = (typeof GROUPS)[number]

const GROUP_OF: Readonly<Record<EventShape, EventGroup>> = {
  artifact: 'artifacts',
  deletion: 'artifacts',
  tag: 'artifacts',
  repository: 'artifacts',
  chart: 'charts',
  scan: 'scans',
  quota: 'upkeep',
  replication: 'upkeep',
  retention: 'upkeep',
  problem: 'problems',
}

/** The event types that a server reports, by group; empty groups are left out. */
export function groupEventTypes(
  known: readonly string[],
): readonly (readonly [EventGroup, readonly string[]])[] {
  const types = [...new Set([...EVENT_TYPES.filter((type) => known.includes(type)), ...known])]
  return GROUPS.map((group): [EventGroup, readonly string[]] => [
    group,
    types.filter((type) => groupOf(type) === group),
  ]).filter(([, ofGroup]) => ofGroup.length > 0)
}

function groupOf(type: string): EventGroup {
  return isEventType(type) ? GROUP_OF[shapeOf(type)] : 'others'
}

export const ALL_EVENT_TYPES: readonly string[] = groupEventTypes(EVENT_TYPES).flatMap(([, types]) => types)
