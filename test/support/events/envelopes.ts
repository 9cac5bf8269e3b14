import { randomBytes, randomUUID } from 'node:crypto'

export interface DistributionDescriptor {
  readonly mediaType: string
  readonly size: number
  readonly digest: string
}

/** An event on the wire, as Distribution 2.8 writes it. */
export interface DistributionEvent {
  readonly id: string
  readonly timestamp: string
  readonly action: 'push' | 'pull' | 'mount' | 'delete'
  readonly target: Partial<DistributionDescriptor> & {
    readonly length?: number
    readonly repository: string
    readonly fromRepository?: string
    readonly url?: string
    readonly tag?: string
    readonly references?: readonly DistributionDescriptor[]
  }
  readonly request: Readonly<Record<'id' | 'addr' | 'host' | 'method' | 'useragent', string>>
  /** Without a name if the registry lets everyone in. */
  readonly actor: { readonly name?: string }
  readonly source: { readonly addr: string; readonly instanceID: string }
}

export interface DistributionEnvelope {
  readonly events: readonly DistributionEvent[]
}

interface Circumstances {
  readonly repository: string
  readonly user?: string
  /** The event's id; a new one by default. */
  readonly id?: string
  /** RFC 3339; now by default. */
  readonly timestamp?: string
  readonly useragent?: string
  readonly method?: string
}

export interface ManifestEventOptions extends Circumstances {
  readonly tag?: string
  /** A new one by default. */
  readonly digest?: string
  readonly mediaType?: string
  readonly size?: number
  /** Left out by default, as by a registry without `includereferences`. */
  readonly references?: readonly DistributionDescriptor[]
}

export interface BlobEventOptions extends Circumstances {
  readonly digest?: string
  readonly size?: number
}

/** A manifest or, for the registry all the same, a blob is deleted by digest; each of its tags then by name. */
export type DeleteEventOptions = Circumstances & ({ readonly digest: string } | { readonly tag: string })

const host = '127.0.0.1:5000'
const instanceID = randomUUID()

export function envelope(events: readonly DistributionEvent[]): DistributionEnvelope {
  return { events }
}

/** A manifest was pushed. Without `tag` it was pushed by digest, as the images of an index are. */
export function pushEvent(options: ManifestEventOptions): DistributionEvent {
  return event('push', { method: 'PUT', ...options }, manifestTarget(options))
}

/** A manifest was fetched; with `method: 'HEAD'` only asked for, which the registry calls a pull too. */
export function pullEvent(options: ManifestEventOptions): DistributionEvent {
  return event('pull', { method: 'GET', ...options }, manifestTarget(options))
}

export function deleteEvent(options: DeleteEventOptions): DistributionEvent {
  const { repository } = options
  const target =
    'digest' in options ? { digest: options.digest, repository } : { repository, tag: options.tag }
  return event('delete', { method: 'DELETE', ...options }, target)
}

export function blobPushEvent(options: BlobEventOptions): DistributionEvent {
  return event('push', { method: 'PUT', ...options }, blobTarget(options))
}

/** A blob was taken over from another repository. */
export function blobMountEvent(options: BlobEventOptions & { fromRepository: string }): DistributionEvent {
  return event('mount', { method: 'POST', ...options }, blobTarget(options))
}

export function randomDigest(): string {
  return `sha256:${randomBytes(32).toString('hex')}`
}

function event(
  action: DistributionEvent['action'],
  options: Circumstances & { readonly method: string },
  target: DistributionEvent['target'],
): DistributionEvent {
  const {
    id = randomUUID(),
    timestamp = new Date().toISOString(),
    useragent = 'skopeo/1.9.3',
    user,
  } = options
  return {
    id,
    timestamp,
    action,
    target,
    request: { id: randomUUID(), addr: '127.0.0.1:40000', host, method: options.method, useragent },
    actor: user === undefined ? {} : { name: user },
    source: { addr: 'registry:5000', instanceID },
  }
}

function manifestTarget(options: ManifestEventOptions): DistributionEvent['target'] {
  const { repository, tag, digest = randomDigest(), size = 400, references } = options
  const { mediaType = 'application/vnd.oci.image.manifest.v1+json' } = options
  const url = `http://${host}/v2/${repository}/manifests/${digest}`
  return {
    mediaType,
    size,
    digest,
    length: size,
    repository,
    url,
    ...(tag !== undefined && { tag }),
    ...(references && { references }),
  }
}

function blobTarget(options: BlobEventOptions & { fromRepository?: string }): DistributionEvent['target'] {
  const { repository, fromRepository, digest = randomDigest(), size = 100 } = options
  return {
    mediaType: 'application/octet-stream',
    size,
    digest,
    length: size,
    repository,
    ...(fromRepository !== undefined && { fromRepository }),
    url: `http://${host}/v2/${repository}/blobs/${digest}`,
  }
}
