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
const REPOSITORIES = 50

/** Which event of which run a webhook is about, read from its tag; undefined when it carries no tag of ours. */
export function eventOf(message: Buffer, bodyStart: number): { run: number; event: number } | undefined {
  const tag = message.indexOf(TAG_START, bodyStart)
  if (tag < 0) return undefined
  const run = tag + TAG.length
  const event = run + RUN_DIGITS + 1
  return {
    run: Number(message.toString('latin1', run, run + RUN_DIGITS)),
    event: Number(message.toString('latin1', event, event + EVENT_DIGITS)),
  }
}

/** The tag that `eventOf` reads: of fixed width, so that reading it needs no parser and all payloads are of one size. */
function tagOf(run: number, event: number): string {
  return `r${decimal(run, RUN_DIGITS)}-${decimal(event, EVENT_DIGITS)}`
}

/** The push of one image, with the fields, the order and the indentation of a registry of version 2.8. */
export function envelope(run: number, event: number, timestamp: string): string {
  const repository = `${PROJECT}/app-${decimal(event % REPOSITORIES, 2)}`
  const unique = `${hex(run, 8)}${hex(event, 24)}`
  const digest = `sha256:${unique}${unique}`
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
      reference('application/vnd.oci.image.config.v1+json', 292, 'c'),
      reference('application/vnd.oci.image.layer.v1.tar+gzip', 97, '9'),
    ],
  }
  const pushed = {
    id: uuid('e', run, event),
    timestamp,
    action: 'push',
    target,
    request: {
      id: uuid('c', run, event),
      addr: '127.0.0.1:38214',
      host,
      method: 'PUT',
      useragent: 'skopeo/1.9.3',
    },
    actor: { name: 'ci' },
    source: { addr: 'registry:5000', instanceID: uuid('4', 0, 0) },
  }
  return JSON.stringify({ events: [pushed] }, undefined, 3)
}

function reference(mediaType: string, size: number, digit: string): object {
  return { mediaType, size, digest: `sha256:${digit.repeat(64)}` }
}

function uuid(kind: string, run: number, event: number): string {
  return `${kind.repeat(8)}-${hex(run, 4)}-4000-8000-${hex(event, 12)}`
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0')
}

function decimal(value: number, width: number): string {
  return value.toString().padStart(width, '0')
}
