import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { basic } from './basic.ts'
import type { Registry } from './registry.ts'

const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar+gzip'
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'

type Where = Registry & { readonly repository: string }

/** Pushes an image of one file, by the calls of the OCI distribution specification that every client makes. */
export async function pushImage(registry: Registry, repository: string, tag: string): Promise<void> {
  const where = { ...registry, repository }
  const files = await archive('hello.txt', 'Ahoy!\n')
  const layer = await pushBlob(where, LAYER_TYPE, gzipSync(files))
  const rootfs = { type: 'layers', diff_ids: [digestOf(files)] }
  const settings = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs })
  const config = await pushBlob(where, CONFIG_TYPE, Buffer.from(settings))
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST_TYPE, config, layers: [layer] })
  await send(where, 'PUT', `/v2/${repository}/manifests/${tag}`, MANIFEST_TYPE, Buffer.from(manifest))
}

/** A tar archive of one file. */
async function archive(name: string, content: string): Promise<Buffer> {
  const files = pack()
  files.entry({ name }, content)
  files.finalize()
  return buffer(files)
}

async function pushBlob(where: Where, mediaType: string, content: Buffer): Promise<object> {
  const digest = digestOf(content)
  const location = await send(where, 'POST', `/v2/${where.repository}/blobs/uploads/`)
  const upload = new URL(location, `http://${where.host}`)
  upload.searchParams.set('digest', digest)
  await send(where, 'PUT', `${upload.pathname}${upload.search}`, 'application/octet-stream', content)
  return { mediaType, digest, size: content.length }
}

/** Returns the `Location` of the answer. */
async function send(
  { host, user }: Where,
  method: 'POST' | 'PUT',
  path: string,
  contentType?: string,
  content?: Buffer,
): Promise<string> {
  const answer = await fetch(`http://${host}${path}`, {
    method,
    headers: {
      authorization: basic(user),
      ...(contentType !== undefined && { 'content-type': contentType }),
    },
    body: content === undefined ? null : new Uint8Array(content),
  })
  const text = await answer.text()
  if (!answer.ok)
    throw new Error(`the registry answered ${String(answer.status)} to ${method} ${path}: ${text}`)
  return answer.headers.get('location') ?? ''
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
