import type { ApiAnswer, ApiClient } from '../../support/app/api-client.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Body = ReturnType<typeof JSON.parse>

export interface Provider {
  /**
   * `SendRequest` of terraform-provider-harbor v3.12.4: it says that it sends JSON, also without a body, and takes one status only.
   * @param path behind `/api/v2.0`
   * @throws Error with status and body when the status is another one
   */
  readonly send: (method: Method, path: string, status: number, body?: object) => Promise<ApiAnswer>
  /** Sends a POST and returns the id of the new resource: the `Location` with every `/api` and `/v2.0` cut out. */
  readonly create: (path: string, body: object) => Promise<string>
  readonly read: (path: string) => Promise<Body>
}

const JSON_ALWAYS = { 'content-type': 'application/json' }

/** The provider as the resources see it. */
export function provider(api: ApiClient, headers: Readonly<Record<string, string>> = {}): Provider {
  const calls = { GET: get, POST: api.post, PUT: api.put, PATCH: api.patch, DELETE: api.delete }
  function get(path: string, _: unknown, sent: Readonly<Record<string, string>>) {
    return api.get(path, sent)
  }
  const send: Provider['send'] = async (method, path, status, body) => {
    const answer = await calls[method](`/api/v2.0${path}`, body, { ...JSON_ALWAYS, ...headers })
    if (answer.status !== status)
      throw new Error(`${method} ${path}: ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`)
    return answer
  }
  return {
    send,
    create: async (path, body) => {
      const { headers: given } = await send('POST', path, 201, body)
      return String(given['location']).replaceAll('/api', '').replaceAll('/v2.0', '')
    },
    read: async (path) => (await send('GET', path, 200)).body,
  }
}

/** What Go's `omitempty` leaves of a body. */
export function withoutEmpty<Fields extends object>(fields: Fields): Partial<Fields> {
  const filled = Object.entries(fields).filter(
    ([, value]) => value !== false && value !== 0 && value !== '' && value !== undefined,
  )
  return Object.fromEntries(filled) as Partial<Fields>
}

/** The roles that `role` may have, by their numbers. */
export const ROLES = ['', 'projectadmin', 'developer', 'guest', 'maintainer', 'limitedguest']

/** `checkProjectid`: members keep a project as the path of the resource. */
export const projectPath = (id: number): string => `/projects/${id}`
