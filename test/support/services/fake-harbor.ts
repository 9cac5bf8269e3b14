import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Item = Readonly<Record<string, unknown>>

/** What a Harbor holds. Lists of a project are under its name. */
export interface HarborContents {
  readonly users: readonly Item[]
  readonly projects: readonly (Item & { readonly name: string; readonly project_id: number })[]
  readonly quotas: readonly Item[]
  readonly members: Readonly<Record<string, readonly Item[]>>
  readonly policies: Readonly<Record<string, readonly Item[]>>
  /** Of a project by its id; those of the system under `0`. */
  readonly robots: Readonly<Record<number, readonly Item[]>>
  readonly authMode?: string
}

export interface FakeHarbor extends AsyncDisposable {
  readonly url: string
  /** Every request that could change something. */
  readonly changes: readonly string[]
}

export const harborLogin = { user: 'admin', password: 'Harbor-Master-1' }
const AUTHORIZATION = `Basic ${Buffer.from(`${harborLogin.user}:${harborLogin.password}`).toString('base64')}`

/**
 * As much of Harbor 2.16's API as an import reads, with its paging: ten at a time unless asked otherwise, never more than a hundred,
 * the number of all in `X-Total-Count`, and `Link` to the pages around.
 */
export async function startFakeHarbor(contents: HarborContents): Promise<FakeHarbor> {
  const changes: string[] = []
  const server = createServer((request, response) => {
    if (request.method !== 'GET') changes.push(`${request.method} ${request.url}`)
    const url = new URL(request.url ?? '/', 'http://harbor.test')
    answer(request, response, url, contents)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    changes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answer(
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  url: URL,
  contents: HarborContents,
): void {
  const path = decodeURIComponent(url.pathname).replace('/api/v2.0', '')
  const one = singles(contents)[path]
  if (headers.authorization !== AUTHORIZATION) say(response, 401, failure('UNAUTHORIZED', 'unauthorized'))
  else if (method !== 'GET') say(response, 405, failure('METHOD_NOT_ALLOWED', 'this Harbor is read'))
  else if (one !== undefined) say(response, 200, one)
  else {
    const items = listAt(path, url.searchParams, contents)
    if (items === null) say(response, 404, failure('NOT_FOUND', `there is nothing at ${path}`))
    else sayPage(response, url, items)
  }
}

function singles({ authMode = 'db_auth' }: HarborContents): Readonly<Record<string, object>> {
  return {
    '/systeminfo': { auth_mode: authMode, harbor_version: 'v2.16.0-00000000' },
    '/users/current': { user_id: 1, username: 'admin', sysadmin_flag: true },
    '/configurations': { robot_name_prefix: { editable: true, value: 'robot-' } },
  }
}

function listAt(path: string, query: URLSearchParams, contents: HarborContents): readonly Item[] | null {
  const { members, policies, robots, users, projects, quotas } = contents
  const [, project, part] = /^\/projects\/([^/]+)\/(members|webhook\/policies)$/.exec(path) ?? []
  if (project !== undefined) return (part === 'members' ? members : policies)[project] ?? []
  const ofRobots = /ProjectID=(\d+)/.exec(query.get('q') ?? '')?.[1] ?? '0'
  const lists: Readonly<Record<string, readonly Item[]>> = {
    '/users': users,
    '/projects': projects,
    '/quotas': quotas,
    '/robots': robots[Number(ofRobots)] ?? [],
  }
  return lists[path] ?? null
}

function sayPage(response: ServerResponse, { pathname, searchParams }: URL, items: readonly Item[]): void {
  const page = Number(searchParams.get('page') ?? 1)
  const size = Number(searchParams.get('page_size') ?? 10)
  if (size > 100) {
    say(response, 422, failure('UNPROCESSABLE_ENTITY', 'page_size is too large'))
    return
  }
  const link = (to: number, relation: string) => {
    const query = new URLSearchParams(searchParams)
    query.set('page', String(to))
    query.set('page_size', String(size))
    query.sort()
    return `<${pathname}?${query.toString()}>; rel="${relation}"`
  }
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page * size < items.length ? [link(page + 1, 'next')] : []),
  ]
  response.setHeader('x-total-count', String(items.length))
  if (links.length > 0) response.setHeader('link', links.join(' , '))
  say(response, 200, items.slice((page - 1) * size, page * size))
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

function failure(code: string, message: string): object {
  return { errors: [{ code, message }] }
}
