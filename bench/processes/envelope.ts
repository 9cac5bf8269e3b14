import { randomBytes, randomUUID } from 'node:crypto'

/** What a CNCF Distribution registry posts, as far as a relay needs it. */
export interface Envelope {
  readonly events: readonly {
    readonly id: string
    readonly timestamp: string
    readonly target: {
      readonly mediaType: string
      readonly digest: string
      readonly repository: string
      readonly tag: string
    }
    readonly request: { readonly host: string }
    readonly actor: { readonly name: string }
  }[]
}

/** Which repositories and tags a load pushes to. */
export interface Shape {
  readonly project: string
  readonly repositories: number
  /** Tags of each repository, which the pushes move again and again; null: each push creates a new one. */
  readonly tags: number | null
}

/** One push of a load. */
export interface Push {
  /** The load that it belongs to, and its number in it: what `pushOf` reads. */
  readonly run: number
  readonly event: number
  /** Its number among all pushes of its shape: so many in a row meet each repository, and each tag, once. */
  readonly turn: number
}

export const ENVELOPE_TYPE = 'application/vnd.docker.distribution.events.v1+json'

const DIGEST = '"digest":"sha256:'
const DIGEST_START = Buffer.from(DIGEST)
const HEX_DIGITS = 8
/** A prime, so that counting in steps of it meets each of 10, 1000 or a million names once, and in no order. */
const STEP = 7919
/** Images share the layer that they are built on. */
const BASE_LAYER = `sha256:${randomHex(32)}`
const INSTANCE = randomUUID()

/** Which push a webhook is about, read from its digest; undefined when it has none of ours. */
export function pushOf(message: Buffer, bodyStart: number): Pick<Push, 'run' | 'event'> | undefined {
  const digest = message.indexOf(DIGEST_START, bodyStart)
  if (digest < 0) return undefined
  // The first digits are random, else the keys of a load would come in order.
  const run = digest + DIGEST.length + HEX_DIGITS
  return { run: hexAt(message, run), event: hexAt(message, run + HEX_DIGITS) }
}

function hexAt(message: Buffer, start: number): number {
  return Number.parseInt(message.toString('latin1', start, start + HEX_DIGITS), 16)
}

/** An envelope of these pushes, with the indentation of a registry of version 2.8. */
export function envelope(shape: Shape, pushes: readonly Push[], timestamp: string): string {
  return JSON.stringify({ events: pushes.map((push) => eventOf(shape, push, timestamp)) }, undefined, 3)
}

/**
 * The push of one image, with the fields and the order of a registry of version 2.8. Ids and digests are random and names come in no
 * order, as in life: keys that grow in the order of time would cost a database less.
 */
function eventOf(shape: Shape, push: Push, timestamp: string): object {
  const { repository, tag } = placeOf(shape, push)
  const digest = `sha256:${randomHex(4)}${hex(push.run)}${hex(push.event)}${randomHex(20)}`
  const host = '127.0.0.1:5000'
  const size = 344
  const target = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size,
    digest,
    length: size,
    repository,
    url: `http://${host}/v2/${repository}/manifests/${digest}`,
    tag,
    references: [
      reference('application/vnd.oci.image.config.v1+json', 292, `sha256:${randomHex(32)}`),
      reference('application/vnd.oci.image.layer.v1.tar+gzip', 29_720_000, BASE_LAYER),
      reference('application/vnd.oci.image.layer.v1.tar+gzip', 97, `sha256:${randomHex(32)}`),
    ],
  }
  const request = {
    id: randomUUID(),
    addr: '127.0.0.1:38214',
    host,
    method: 'PUT',
    useragent: 'skopeo/1.9.3',
  }
  const source = { addr: 'registry:5000', instanceID: INSTANCE }
  return { id: randomUUID(), timestamp, action: 'push', target, request, actor: { name: 'ci' }, source }
}

/** The names are of one width, so that all payloads are of one size. */
function placeOf(
  { project, repositories, tags }: Shape,
  { turn }: Push,
): { repository: string; tag: string } {
  const repository = `${project}/app-${decimal((turn * STEP) % repositories)}`
  if (tags === null) return { repository, tag: `v${randomHex(6)}` }
  const round = Math.floor(turn / repositories)
  return { repository, tag: `t-${decimal((round * STEP) % tags)}` }
}

function reference(mediaType: string, size: number, digest: string): object {
  return { mediaType, size, digest }
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}

function hex(value: number): string {
  return value.toString(16).padStart(HEX_DIGITS, '0')
}

function decimal(value: number): string {
  return value.toString().padStart(7, '0')
}
