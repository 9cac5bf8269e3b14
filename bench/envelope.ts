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

export const ENVELOPE_TYPE = 'application/vnd.docker.distribution.events.v1+json'
export const PROJECT = 'bench'

const TAG = '"tag":"r'
const TAG_START = Buffer.from(TAG)
const RUN_DIGITS = 4
const EVENT_DIGITS = 8
const REPOSITORIES = 1000
/** An odd number and its inverse modulo 2^32: they turn the numbers of events into ones that come in no order, and back. */
const SCATTER = 0x9e3779b1
const GATHER = 0x0e8b2f51
/** Images share the layer that they are built on. */
const BASE_LAYER = randomDigest()
const INSTANCE = randomUUID()

/** Which event of which run a webhook is about, read from its tag; undefined when it carries no tag of ours. */
export function eventOf(message: Buffer, bodyStart: number): { run: number; event: number } | undefined {
  const tag = message.indexOf(TAG_START, bodyStart)
  if (tag < 0) return undefined
  const run = tag + TAG.length
  const event = run + RUN_DIGITS + 1
  return {
    run: Number(message.toString('latin1', run, run + RUN_DIGITS)),
    event: times(Number.parseInt(message.toString('latin1', event, event + EVENT_DIGITS), 16), GATHER),
  }
}

/** The tag that `eventOf` reads: of fixed width, so that all payloads are of one size, and in no order, as hashes of commits are. */
function tagOf(run: number, event: number): string {
  return `r${decimal(run, RUN_DIGITS)}-${hex(times(event, SCATTER), EVENT_DIGITS)}`
}

/** Modulo 2^32. */
function times(one: number, other: number): number {
  return Math.imul(one, other) >>> 0
}

/**
 * The push of one image, with the fields, the order and the indentation of a registry of version 2.8. Ids and digests are random and
 * repositories come in no order, as in life: keys that grow in the order of time would cost a database less.
 */
export function envelope(run: number, event: number, timestamp: string): string {
  const repository = `${PROJECT}/app-${decimal(times(event, SCATTER) % REPOSITORIES, 3)}`
  const digest = randomDigest()
  const host = '127.0.0.1:5000'
  const size = 344
  const target = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size,
    digest,
    length: size,
    repository,
    url: `http://${host}/v2/${repository}/manifests/${digest}`,
    tag: tagOf(run, event),
    references: [
      reference('application/vnd.oci.image.config.v1+json', 292, randomDigest()),
      reference('application/vnd.oci.image.layer.v1.tar+gzip', 29_720_000, BASE_LAYER),
      reference('application/vnd.oci.image.layer.v1.tar+gzip', 97, randomDigest()),
    ],
  }
  const pushed = {
    id: randomUUID(),
    timestamp,
    action: 'push',
    target,
    request: {
      id: randomUUID(),
      addr: '127.0.0.1:38214',
      host,
      method: 'PUT',
      useragent: 'skopeo/1.9.3',
    },
    actor: { name: 'ci' },
    source: { addr: 'registry:5000', instanceID: INSTANCE },
  }
  return JSON.stringify({ events: [pushed] }, undefined, 3)
}

function reference(mediaType: string, size: number, digest: string): object {
  return { mediaType, size, digest }
}

function randomDigest(): string {
  return `sha256:${randomBytes(32).toString('hex')}`
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0')
}

function decimal(value: number, width: number): string {
  return value.toString().padStart(width, '0')
}
