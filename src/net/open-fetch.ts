import { type RequestInit, fetch as undiciFetch } from 'undici'
import { type AgentSettings, openAgent } from './open-agent.ts'

/** A `fetch` over connections of its own, which its owner ends. */
export interface OpenFetch extends AsyncDisposable {
  readonly fetch: typeof globalThis.fetch
}

/** A `fetch` that trusts other certificates than the platform's does. Bodies come as they are read. */
export function openFetch(settings: AgentSettings): OpenFetch {
  const agent = openAgent(settings)
  const fetch = async (url: string | URL | Request, options: object = {}): Promise<Response> =>
    undiciFetch(url instanceof Request ? url.url : url, { ...(options as RequestInit), dispatcher: agent })
  return { fetch, [Symbol.asyncDispose]: () => agent.destroy() }
}
