import { createHash } from 'node:crypto'
import type { Manifest } from '../domain/event/manifest.ts'
import { platformOfConfig, readManifestDocument } from '../domain/event/manifest-document.ts'
import type { RegistryReader } from '../domain/registry/registry-reader.ts'
import type { Log } from '../log.ts'
import type { RegistryAnswer, RegistryClient } from './registry-client.ts'

export interface RegistryReaderParts {
  readonly client: Pick<RegistryClient, 'get'>
  /** Name of the source, for the log. */
  readonly source: string
  /** For all requests about one manifest. */
  readonly timeoutMs: number
  readonly log: Pick<Log, 'registryUnread'>
}

const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')
/** Configs of images; those of other artifacts have no platform. */
const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/
/** Manifests that may be under way; beyond that, events go out without theirs. */
const MAX_WAITING = 1000

/** Reads manifests of one registry, once for all who ask for the same one at the same time. */
export function createRegistryReader({
  client,
  source,
  timeoutMs,
  log,
}: RegistryReaderParts): RegistryReader {
  const underWay = new Map<string, Promise<Manifest | null>>()

  async function get(
    repository: string,
    path: string,
    accept: string,
    signal: AbortSignal,
  ): Promise<RegistryAnswer> {
    const answer = await client.get(repository, path, accept, signal)
    if (answer.status !== 200) throw new Error(`the registry answers ${answer.status}`)
    return answer
  }

  async function read(repository: string, digest: string): Promise<Manifest> {
    const signal = AbortSignal.timeout(timeoutMs)
    const { body, contentType } = await get(repository, `manifests/${digest}`, MANIFEST_TYPES, signal)
    if (digest.startsWith('sha256:') && sha256(body) !== digest)
      throw new Error('the answer has another digest')
    const facts = { digest, mediaType: contentType, sizeBytes: body.length }
    const { manifest, config } = readManifestDocument(JSON.parse(body.toString()), facts)
    if (config === null || !IMAGE_CONFIG.test(config.mediaType)) return manifest
    const blob = await get(repository, `blobs/${config.digest}`, '*/*', signal)
    const platform = platformOfConfig(JSON.parse(blob.body.toString()))
    return platform === null ? manifest : { ...manifest, platforms: [platform] }
  }

  return {
    manifest(repository, digest) {
      const key = `${repository}@${digest}`
      const known = underWay.get(key)
      if (known !== undefined) return known
      if (underWay.size >= MAX_WAITING) return Promise.resolve(null)
      const reading = read(repository, digest)
        .catch((error: unknown) => {
          log.registryUnread({ source, repository, digest, reason: reasonOf(error) })
          return null
        })
        .finally(() => underWay.delete(key))
      underWay.set(key, reading)
      return reading
    },
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'TimeoutError' ? 'it did not answer in time' : error.message
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
