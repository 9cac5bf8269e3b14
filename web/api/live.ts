import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { ChangeNotice } from '../../src/contract/history/live.ts'
import { LiveConnection } from './live-connection.ts'
import { createRefresh } from './refresh.ts'
import type { Scope } from './scope.ts'

/** While changes are told as they happen, it is asked this seldom all the same. */
const SELDOM_MS = 60_000
/** Figures cost the server more than lists. */
const FIGURES_REST_MS = 5000

const connections = new Map<string, LiveConnection>()

/**
 * How often to ask for what changes in a scope: seldom as long as its changes are told, else every `pollMs`. As long as a
 * component asks for this, the changes are listened to.
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
function livePath({ api, project }: Scope): string {
  return project === null ? `/api/v2.0${api}/live` : `/api/v2.0/projects/${project.id}/webhook/live`
}

/** What has changed is asked for again wherever it is shown, by the beginnings of the queries' keys. */
function refreshing({ api }: Scope, client: QueryClient): (notice: ChangeNotice) => void {
  const [events, deliveries, triggers, policies] = ['events', 'deliveries', 'last-triggers', 'policies'].map(
    (kind) => createRefresh(client, [kind, api]),
  )
  const [sources, projects, switches] = ['sources', 'projects', 'system-info'].map((kind) =>
    createRefresh(client, [kind]),
  )
  const figures = createRefresh(client, ['statistics', api], FIGURES_REST_MS)
  const shown = {
    events: [events, triggers, figures, sources],
    deliveries: [deliveries, events, figures],
    rules: [policies, deliveries, sources, projects, switches],
  }
  return ({ topics }) => {
    for (const refresh of new Set(topics.flatMap((topic) => shown[topic]))) refresh?.()
  }
}
