import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { pathTo } from '../../../src/contract/api-call.ts'
import * as CALLS from '../../../src/contract/calls.ts'
import type { ChangeNotice } from '../../../src/contract/history/live.ts'
import { LiveConnection } from './live-connection.ts'
import { createRefresh } from '../client/refresh.ts'
import type { Scope } from '../client/scope.ts'

/** How often to ask all the same while changes are reported live. */
const SELDOM_MS = 60_000
/** Figures cost the server more than lists. */
const FIGURES_REST_MS = 5000

const connections = new Map<string, LiveConnection>()

/**
 * How often to ask for what changes in a scope: seldom as long as its changes are reported live, else every `pollMs`. A
 * component that uses this keeps the live stream open.
 */
export function usePollMs(scope: Scope, pollMs: number): number {
  const { subscribe, isLive } = connectionOf(scope, useQueryClient())
  return useSyncExternalStore(subscribe, isLive) ? SELDOM_MS : pollMs
}

function connectionOf(scope: Scope, client: QueryClient): LiveConnection {
  const path = livePath(scope)
  const known = connections.get(path)
  if (known !== undefined) return known
  const connection = new LiveConnection({ path, onNotice: refreshing(scope, client) })
  connections.set(path, connection)
  return connection
}

/** By the project's id: an `EventSource` cannot send the header that says that a number is a name. */
function livePath({ project }: Scope): string {
  const { inProject, inSystem } = CALLS.listenToChanges
  return project === null ? inSystem.path : pathTo(inProject, { project_name_or_id: project.id })
}

/** What has changed is asked for again wherever it is shown, by the beginnings of the queries' keys. */
function refreshing({ key }: Scope, client: QueryClient): (notice: ChangeNotice) => void {
  const [events, deliveries, triggers, policies] = ['events', 'deliveries', 'last-triggers', 'policies'].map(
    (kind) => createRefresh(client, [kind, key]),
  )
  const [sources, projects, switches, holds] = ['sources', 'projects', 'system-info', 'hold'].map((kind) =>
    createRefresh(client, [kind]),
  )
  const problems = createRefresh(client, ['problems'])
  const waiting = createRefresh(client, ['problems'], FIGURES_REST_MS)
  const health = createRefresh(client, ['policies', key, 'health'], FIGURES_REST_MS)
  const figures = createRefresh(client, ['statistics', key], FIGURES_REST_MS)
  const shown = {
    events: [events, triggers, figures, sources],
    deliveries: [deliveries, events, figures, waiting, health],
    rules: [policies, deliveries, sources, projects, switches, holds],
    problems: [problems, health],
  }
  return ({ topics }) => {
    for (const refresh of new Set(topics.flatMap((topic) => shown[topic]))) refresh?.()
  }
}
