import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { StatisticsResponse } from '../../contract/history/statistics.ts'
import type { ProblemResponse } from '../../contract/problems/problem.ts'
import type { SourceResponse } from '../../contract/sources/source.ts'
import type { HoldResponse } from '../../contract/webhooks/hold.ts'
import type { PolicyHealthResponse } from '../../contract/webhooks/policy-health.ts'
import { worstFirst } from './problem-order.ts'

/** How a server, or one project of it, stands at one moment. */
export interface ServerStatus {
  readonly version: string
  /** By the server's clock, which the other times follow. */
  readonly at: string
  /** Absent: the whole server. */
  readonly project?: string
  /** Open problems that need someone at once, and that nobody has acknowledged. */
  readonly needing: number
  /** The newest 100 of those that are open, worst first. */
  readonly problems: readonly ProblemResponse[]
  readonly waiting: { readonly count: number; readonly oldest_at?: string }
  readonly last_24_hours: Omit<StatisticsResponse['totals'], 'pending' | 'oldest_pending_at'>
  /** Of the whole server alone. */
  readonly sources: readonly Pick<
    SourceResponse,
    'id' | 'name' | 'kind' | 'last_event_at' | 'refused_since'
  >[]
  readonly holds: HoldResponse['holds']
  readonly webhooks: PolicyHealthResponse['counts']
  readonly failing_webhooks: PolicyHealthResponse['items']
}

const DAY_MS = 86_400_000
/** As many as a list gives at a time. */
const MANY = 100
const FAILING = 'failing,auto_disabled'

/** @param project null: the whole server, for which one must be a system admin */
export async function statusOf(client: Client, project: string | null): Promise<ServerStatus> {
  const info = await client.ask(CALLS.getSystemInfo)
  const at = info.current_time ?? new Date().toISOString()
  const since = new Date(Date.parse(at) - DAY_MS).toISOString()
  const [problems, { totals }, { holds }, health, sources] = await Promise.all([
    client.ask(inScope(CALLS.listProblems, project), { query: { state: 'open', limit: MANY } }),
    client.ask(inScope(CALLS.getStatistics, project), { query: { since } }),
    client.ask(inScope(CALLS.getHold, project)),
    client.ask(inScope(CALLS.listPolicyHealth, project), { query: { state: FAILING, page_size: MANY } }),
    project === null ? client.ask(CALLS.listSources) : [],
  ])
  const { pending, oldest_pending_at: oldest, ...last24Hours } = totals
  return {
    version: (info.harbor_version ?? '').replace(/^.*-bellbuoy-/, ''),
    at,
    ...(project !== null && { project }),
    needing: problems.needing,
    problems: worstFirst(problems.items),
    waiting: { count: pending, ...(oldest !== undefined && { oldest_at: oldest }) },
    last_24_hours: last24Hours,
    // One without the block about its host is a part of Bellbuoy.
    sources: sources.filter(({ registry_host: host }) => host !== undefined).map(shortened),
    holds,
    webhooks: health.counts,
    failing_webhooks: health.items,
  }
}

function shortened({
  id,
  name,
  kind,
  last_event_at: last,
  refused_since: refused,
}: SourceResponse): ServerStatus['sources'][number] {
  const seen = { ...(last !== undefined && { last_event_at: last }) }
  return { id, name, kind, ...seen, ...(refused !== undefined && { refused_since: refused }) }
}
