import { type Agent, type RequestInit, fetch } from 'undici'

/** A `fetch` over the connections of an agent, for libraries that bring their own requests. */
export function agentFetch(agent: Agent) {
  return async (url: string, options: object): Promise<Response> => {
    const answer = await fetch(url, { ...(options as RequestInit), dispatcher: agent })
    const body = await answer.arrayBuffer()
    return new Response(body.byteLength > 0 ? body : null, {
      status: answer.status,
      headers: [...answer.headers],
    })
  }
}
