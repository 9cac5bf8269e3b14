import type { Database } from '../databases/database.ts'
import { type PolicyPlan, bellbuoyApi } from './bellbuoy-api.ts'
import { BellbuoyProcess } from './bellbuoy-process.ts'
import type { Server } from './server.ts'

export interface BellbuoyPlan {
  readonly folder: string
  readonly database: Database
  readonly token: string
  /** Those that are created before it gets a load; none when an earlier process on this database has created them. */
  readonly policies: readonly PolicyPlan[]
  /** Projects that exist without a policy. */
  readonly otherProjects?: readonly string[]
  /** Targets of the receiver that each measured event goes to; one unless said otherwise. */
  readonly copies?: number
  /** The port that it listens on; a free one unless said otherwise. */
  readonly port?: number
  /** True: its live memory is measured. */
  readonly isInspected?: boolean
  /** By their names without `BELLBUOY_`. */
  readonly settings?: Readonly<Record<string, string>>
  /** How it differs from others in the same scenario; its name unless said otherwise. */
  readonly name?: string
}

export interface BellbuoyServer extends Server {
  readonly url: string
  readonly pid: number
  /** Until it served. */
  readonly startMs: number
  /** Slices in which retention has removed bodies and events since its start. */
  readonly removalSlices: () => Promise<number>
}

const PASSWORD = 'bench-Admin-1'

/** Starts a Bellbuoy and creates its projects and policies. */
export async function startBellbuoy(plan: BellbuoyPlan): Promise<BellbuoyServer> {
  await using starting = new AsyncDisposableStack()
  const process = starting.use(
    new BellbuoyProcess({ ...plan, databaseUrl: plan.database.url, password: PASSWORD }),
  )
  const { url, startMs } = await process.serving()
  const api = bellbuoyApi(url, PASSWORD)
  const projects = new Set([...plan.policies.map(({ project }) => project), ...(plan.otherProjects ?? [])])
  for (const project of projects) await api.createProject(project)
  for (const [number, policy] of plan.policies.entries())
    await api.createPolicy(`bench-${String(number)}`, policy)
  const started = starting.move()
  return {
    name: plan.name ?? 'bellbuoy',
    url,
    urls: [url],
    pid: process.pid,
    startMs,
    pids: [process.pid],
    copies: plan.copies ?? 1,
    claims: api.claims,
    removalSlices: api.removalSlices,
    inspectorUrl: process.inspectorUrl,
    database: plan.database,
    logTail: () => process.logTail(),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
