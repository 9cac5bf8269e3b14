import { createHash } from 'node:crypto'
import { request } from 'undici'
import type { Credentials } from './skopeo.ts'

export interface RegistryCaller {
  readonly host: string
  readonly userAgent: string
  readonly creds?: Credentials
}

export interface PushedManifest {
  readonly digest: string
  readonly mediaType: string
  readonly body: string
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const indexType = 'application/vnd.oci.image.index.v1+json'

/** Requests to a registry, one by one, for what Helm, oras and buildx do and skopeo does not. Each rejects unless the registry takes it. */
export function manifestRequests({ host, userAgent, creds }: RegistryCaller, repository: string) {
  const headers = {
    'user-agent': userAgent,
    ...(creds && {
      authorization: `Basic ${Buffer.from(`${creds.user}:${creds.password}`).toString('base64')}`,
    }),
  }
  const base = `http://${host}/v2/${repository}`
  async function send(method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE', url: string, more: object = {}) {
    const answer = await request(url, { method, ...more, headers: { ...headers, ...headersIn(more) } })
    const text = await answer.body.text()
    if (answer.statusCode >= 400) throw new Error(`${method} ${url}: ${answer.statusCode} ${text}`)
    return answer.headers
  }

  async function blob(content: string, mediaType: string) {
    const { location } = await send('POST', `${base}/blobs/uploads/`)
    const digest = digestOf(content)
    const upload = new URL(String(location), base)
    upload.searchParams.set('digest', digest)
    const type = { 'content-type': 'application/octet-stream' }
    await send('PUT', upload.href, { headers: type, body: content })
    return { mediaType, digest, size: Buffer.byteLength(content) }
  }

  return {
    /** Uploads the blobs of an image, or with `configType` of another artifact, and gives its manifest, which is not pushed yet. */
    async image(content: string, configType = 'application/vnd.oci.image.config.v1+json') {
      const config = await blob(JSON.stringify({ architecture: 'amd64', os: 'linux', content }), configType)
      const layer = await blob(content, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')
      return manifestOf(manifestType, { config, layers: [layer] })
    },
    index(parts: readonly PushedManifest[]): PushedManifest {
      const manifests = parts.map(({ digest, mediaType, body }) => ({ mediaType, digest, size: body.length }))
      return manifestOf(indexType, { manifests })
    },
    /** An image manifest with this content, whose blobs are there. */
    manifest: (content: object): PushedManifest => manifestOf(manifestType, content),
    async push({ digest, mediaType, body }: PushedManifest, tag = digest): Promise<void> {
      await send('PUT', `${base}/manifests/${tag}`, { headers: { 'content-type': mediaType }, body })
    },
    async pull(reference: string, method: 'GET' | 'HEAD' = 'GET'): Promise<void> {
      const accept = `${manifestType}, ${indexType}`
      await send(method, `${base}/manifests/${reference}`, { headers: { accept } })
    },
    blob,
    send: (method: 'GET' | 'HEAD' | 'POST' | 'DELETE', path: string) => send(method, `${base}/${path}`),
  }
}

function headersIn(more: object): Readonly<Record<string, string>> {
  return 'headers' in more ? (more.headers as Record<string, string>) : {}
}

function manifestOf(mediaType: string, content: object): PushedManifest {
  const body = JSON.stringify({ schemaVersion: 2, mediaType, ...content })
  return { mediaType, body, digest: digestOf(body) }
}

function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}
