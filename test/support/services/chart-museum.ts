import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Answers before the double itself does; true when it has. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse) => boolean

/** A double that keeps ChartMuseum's documented API with `--depth=1`: charts by project, name and version. */
export interface ChartMuseum extends AsyncDisposable {
  readonly url: string
  /** `project/name-version`, in the order of upload. */
  readonly stored: ReadonlyMap<string, Buffer>
  readonly authorizations: readonly (string | undefined)[]
  misbehave: Misbehave
}

export async function startChartMuseum(): Promise<ChartMuseum> {
  const stored = new Map<string, Buffer>()
  const authorizations: (string | undefined)[] = []
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization)
    if (museum.misbehave(request, response)) return
    answer(request, response, stored).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const museum: ChartMuseum = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    authorizations,
    misbehave: () => false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return museum
}

type Say = (status: number, body: object) => void

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  stored: Map<string, Buffer>,
): Promise<void> {
  const { method = '', url = '' } = request
  const say: Say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const parts = url.split('?')[0]!.split('/').map(decodeURIComponent)
  if (parts[1] !== 'api') download(method, parts, response, stored, say)
  else if (method === 'POST') await upload(request, parts[2]!, stored, say)
  else if (method === 'DELETE') {
    const isGone = stored.delete(`${parts[2]}/${parts[4]}-${parts[5]}`)
    say(isGone ? 200 : 404, isGone ? { deleted: true } : { error: 'not found' })
  } else listVersions(parts[4] === undefined ? `${parts[2]}/` : `${parts[2]}/${parts[4]}-`, stored, say)
}

/** As ChartMuseum's router, which knows no `HEAD` of a file. */
function download(
  method: string,
  [, project = '', , file = '']: readonly string[],
  response: ServerResponse,
  stored: ReadonlyMap<string, Buffer>,
  say: Say,
): void {
  const archive = stored.get(`${project}/${file.replace(/\.tgz$/, '')}`)
  if (file === '') response.writeHead(200, { 'content-type': 'application/x-yaml' }).end('apiVersion: v1\n')
  else if (method !== 'GET') say(405, { error: 'method not allowed' })
  else if (archive === undefined) say(404, { error: 'not found' })
  else response.writeHead(200, { 'content-length': archive.length }).end(archive)
}

function listVersions(prefix: string, stored: ReadonlyMap<string, Buffer>, say: Say): void {
  const versions = [...stored.keys()].filter((key) => key.startsWith(prefix))
  if (versions.length === 0) say(404, { error: 'chart not found' })
  else
    say(
      200,
      versions.map((key) => ({ version: key.slice(prefix.length) })),
    )
}

async function upload(
  request: IncomingMessage,
  project: string,
  stored: Map<string, Buffer>,
  say: Say,
): Promise<void> {
  const body = await buffer(request)
  const archive = request.headers['content-type']?.startsWith('multipart/') ? fileIn(body) : body
  // What it was told to be, so that the double need not unpack it.
  const key = `${project}/${request.url!.split('double=')[1]}`
  if (archive.length < 20) say(400, { error: 'no chart file' })
  else if (stored.has(key)) say(409, { error: 'file already exists' })
  else {
    stored.set(key, archive)
    say(201, { saved: true })
  }
}

/** The content of the first file of a form. */
function fileIn(form: Buffer): Buffer {
  const start = form.indexOf('\r\n\r\n') + 4
  return form.subarray(start, form.indexOf('\r\n--', start))
}
