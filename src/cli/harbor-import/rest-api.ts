import type { Agent } from 'undici'
import { agentFetch } from '../../net/agent-fetch.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/** Where an API is, and who calls it. */
export interface ApiAddress {
  /** `https://harbor.example.com`; a path behind it is kept. */
  readonly url: string
  readonly user: string
  readonly password: string
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed where it is JSON, else null. */
  readonly body: unknown
}

/** Harbor's API, or Bellbuoy's, which has the same calls. Paths begin behind `/api/v2.0`. */
export interface RestApi {
  get: (path: string) => Promise<ApiAnswer>
  send: (method: 'POST' | 'PUT', path: string, body: object) => Promise<ApiAnswer>
  /** Every item of a list, whatever the pages. @throws Error when the list cannot be read, or is shorter than the server says */
  list: <Item>(path: string, query?: Readonly<Record<string, string>>) => Promise<readonly Item[]>
}

/** The most that Harbor gives at a time. */
const PAGE_SIZE = 100
const DEADLINE_MS = 60_000

export interface RestApiParts {
  readonly agent: Agent
  /** Ends calls under way. Without it each comes to its end, within a minute. */
  readonly signal?: AbortSignal
}

/** @param name for messages: `Harbor` */
export function createRestApi(
  name: string,
  { url, user, password }: ApiAddress,
  { agent, signal: ending }: RestApiParts,
): RestApi {
  const fetch = agentFetch(agent)
  const base = `${url.replace(/\/+$/, '')}/api/v2.0`
  const headers = {
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    'content-type': 'application/json',
    // A project of the name 7 is not the project with the id 7.
    'x-is-resource-name': 'true',
  }
  const call = async (method: string, path: string, body?: object): Promise<ApiAnswer> => {
    const deadline = AbortSignal.timeout(DEADLINE_MS)
    const signal = ending === undefined ? deadline : AbortSignal.any([deadline, ending])
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${base}${path}`, {
      method,
      headers,
      signal,
      redirect: 'error',
      ...text,
    }).catch((error: unknown) => {
      const says = `${name} did not answer at ${url}: ${causeOf(error)}`
      throw new CommandFault(EXIT.unavailable, says, { cause: error })
    })
    return { status: answer.status, headers: answer.headers, body: parsed(await answer.text()) }
  }
  return {
    get: (path) => call('GET', path),
    send: call,
    async list<Item>(path: string, query: Readonly<Record<string, string>> = {}) {
      const items: Item[] = []
      for (let page = 1; ; page++) {
        const search = new URLSearchParams({ ...query, page: String(page), page_size: String(PAGE_SIZE) })
        const answer = await call('GET', `${path}?${search.toString()}`)
        if (answer.status !== 200) throw new Error(`${name} did not list ${path}: ${faultIn(answer)}`)
        const found = (answer.body ?? []) as readonly Item[]
        items.push(...found)
        const total = Number(answer.headers.get('x-total-count') ?? items.length)
        if (items.length >= total) return items
        if (found.length === 0)
          throw new Error(
            `${name} listed ${items.length} of ${total} entries of ${path}: run the command again`,
          )
      }
    },
  }
}

/** What a refusal says. */
export function faultIn({ status, body }: ApiAnswer): string {
  const errors = (body as { readonly errors?: readonly { readonly message?: string }[] } | null)?.errors
  const message = errors?.[0]?.message
  return message === undefined ? `status ${status}` : `${status} ${message.replaceAll('\n', ' ')}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? cause.message : message
}
