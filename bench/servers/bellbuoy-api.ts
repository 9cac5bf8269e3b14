/** A policy for all pushes to its project, or to the repositories that a glob names. */
export interface PolicyPlan {
  readonly project: string
  readonly repositories?: string
  /** The addresses of its targets. */
  readonly targets: readonly string[]
}

const CALL_LIMIT_MS = 60_000
const CLAIMS = /^bellbuoy_deliveries_leased_total\{by="claim"\} (\d+)$/m
const REMOVAL_SLICES = /^bellbuoy_retention_slices_total\{of="(?:bodies|events)"\} (\d+)$/gm

/** The calls of Bellbuoy's API that the benchmark makes, as its admin. */
export interface BellbuoyApi {
  readonly createProject: (name: string) => Promise<void>
  readonly createPolicy: (name: string, plan: PolicyPlan) => Promise<void>
  /** Deliveries claimed from the store since the start of the process. */
  readonly claims: () => Promise<number>
  /** Slices in which retention has removed bodies and events since the start of the process. */
  readonly removalSlices: () => Promise<number>
}

export function bellbuoyApi(url: string, password: string): BellbuoyApi {
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const call = async (path: string, body?: object): Promise<string> => {
    const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const signal = AbortSignal.timeout(CALL_LIMIT_MS)
    const answer = await fetch(`${url}${path}`, { ...request, headers, signal })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${text}`)
    return text
  }
  const counted = async (figure: RegExp): Promise<number> => {
    const [, count] = figure.exec(await call('/metrics')) ?? []
    if (count === undefined) throw new Error(`/metrics does not have ${figure.source}`)
    return Number(count)
  }
  return {
    createProject: async (name) => {
      await call('/api/v2.0/projects', { project_name: name })
    },
    createPolicy: async (name, plan) => {
      await call(`/api/v2.0/projects/${plan.project}/webhook/policies`, policyBody(name, plan))
    },
    claims: () => counted(CLAIMS),
    removalSlices: async () => {
      const found = [...(await call('/metrics')).matchAll(REMOVAL_SLICES)]
      return found.reduce((sum, [, count]) => sum + Number(count), 0)
    },
  }
}

function policyBody(name: string, { repositories, targets }: PolicyPlan): object {
  return {
    name,
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    ...(repositories !== undefined && { filter: { repositories: { include: [repositories] } } }),
    targets: targets.map((address) => ({ type: 'http', address, payload_format: 'Default' })),
  }
}
