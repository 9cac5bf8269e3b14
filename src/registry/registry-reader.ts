import { createHash } from 'node:crypto'
import type { Manifest } from '../domain/event/manifest.ts'
import { platformOfConfig, readManifestDocument } from '../domain/event/manifest-document.ts'
import type { RegistryReader } from '../domain/registry/registry-reader.ts'
import type { Log } from '../log.ts'
import type { RegistryAnswer, RegistryClient } from './registry-client.ts'

export interface RegistryReaderParts {
  readonly client: Pick<RegistryClient, 'get' | 'head'>
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
/** A registry waits for the answer to its notification meanwhile. */
const DIGEST_TIMEOUT_MS = 1000

/** Reads one registry, once for all who ask for the same one at the same time. */
export function createRegistryReader({
  client,
  source,
  timeoutMs,
  log,
}: RegistryReaderParts): RegistryReader {
  const manifests = createSharedReads<Manifest | null>(null)
  const digests = createSharedReads<string | null | undefined>(undefined)

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

  async function readDigest(repository: string, reference: string): Promise<string | null> {
    const signal = AbortSignal.timeout(Math.min(timeoutMs, DIGEST_TIMEOUT_MS))
    const { status, digest } = await client.head(repository, `manifests/${reference}`, MANIFEST_TYPES, signal)
    if (status === 404) return null
    if (status !== 200) throw new Error(`the registry answers ${status}`)
    if (digest === '') throw new Error('the answer names no digest')
    return digest
  }

  const reporting = (repository: string, reference: string) => (error: unknown) =>
    log.registryUnread({ source, repository, reference, reason: reasonOf(error) })

  return {
    manifest: (repository, digest) =>
      manifests(`${repository}@${digest}`, () => read(repository, digest), reporting(repository, digest)),
    digestOf: (repository, reference) =>
      digests(
        `${repository} ${reference}`,
        () => readDigest(repository, reference),
        reporting(repository, reference),
      ),
  }
}

/**
 * Reads each thing once for all who ask for it at the same time.
 *
 * @param unread what they get when it cannot be read, or too many reads are under way
 */
function createSharedReads<Value>(unread: Value) {
  const underWay = new Map<string, Promise<Value>>()
  return (key: string, read: () => Promise<Value>, onFault: (error: unknown) => void): Promise<Value> => {
    const known = underWay.get(key)
    if (known !== undefined) return known
    if (underWay.size >= MAX_WAITING) return Promise.resolve(unread)
    const reading = read()
      .catch((error: unknown) => {
        onFault(error)
        return unread
      })
      .finally(() => underWay.delete(key))
    underWay.set(key, reading)
    return reading
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'TimeoutError' ? 'it did not answer in time' : error.message
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
