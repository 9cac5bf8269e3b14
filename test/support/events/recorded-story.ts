import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'

/** One request to `/service/notifications/{source}`, with the body as it was sent. */
export interface RecordedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const STEPS = [
  'image',
  'second tag',
  'moved tag',
  'index of two images',
  'signature by its tag',
  'referrer by its subject',
  'chart',
  'tag deleted',
  'image deleted by digest',
] as const
export type Step = (typeof STEPS)[number]

/** What each kind of source sends for each step; a step that a kind cannot report is left out. */
export type Telling = Partial<Readonly<Record<Step, readonly RecordedRequest[]>>>

const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`../../fixtures/${name}.ndjson`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

function at<Line>(lines: readonly Line[], ...numbers: readonly number[]): readonly Line[] {
  return numbers.map((number) => lines[number]!)
}

/** `zot-2.1-events.ndjson`, as recorded. */
export function zotStory(): Telling {
  const lines = linesOf('zot-2.1-events').map((line) => JSON.parse(line) as RecordedRequest)
  return {
    image: at(lines, 1),
    'second tag': at(lines, 2),
    'moved tag': at(lines, 3),
    'index of two images': at(lines, 5, 6, 7),
    'signature by its tag': at(lines, 8),
    'referrer by its subject': at(lines, 9),
    chart: at(lines, 13),
    'tag deleted': at(lines, 16),
    'image deleted by digest': at(lines, 17),
  }
}

/**
 * `distribution-2.8-story.ndjson`, as recorded. Its references do not name the subject of a manifest, and it refuses to delete
 * a tag alone.
 */
export function distributionStory(): Telling {
  const lines = linesOf('distribution-2.8-story').map((line) => {
    const { headers, body } = JSON.parse(line) as { headers: Record<string, string>; body: unknown }
    return { headers: { 'content-type': headers['content-type']! }, body: JSON.stringify(body) }
  })
  return {
    image: at(lines, 0),
    'second tag': at(lines, 1),
    'moved tag': at(lines, 2),
    'index of two images': at(lines, 3, 4, 5),
    'signature by its tag': at(lines, 6),
    chart: at(lines, 8),
    'image deleted by digest': at(lines, 9),
  }
}

/** `harbor-2.16-webhooks.ndjson`, format Default, as recorded. Harbor's webhooks say nothing of media types and parts. */
export function harborStory(): Telling {
  const situations = linesOf('harbor-2.16-webhooks').map(
    (line) => JSON.parse(line) as { situation: string; format: string; content_type: string; body: string },
  )
  const sent = (situation: string): readonly RecordedRequest[] =>
    situations
      .filter((one) => one.situation === situation && one.format === 'Default')
      .slice(0, 1)
      .map(({ content_type, body }) => ({ headers: { 'content-type': content_type }, body }))
  return {
    image: sent('push tag'),
    'second tag': sent('push second tag same digest'),
    'moved tag': sent('push moves tag'),
    'signature by its tag': sent('push cosign tag'),
  }
}

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`

/** The story as a sender of CloudEvents tells it, who knows every fact. */
export function genericStory(): Telling {
  const event = (type: string, data: object): RecordedRequest => ({
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ specversion: '1.0', id: randomUUID(), source: '/story', type, data }),
  })
  const facts = {
    media_type: 'application/vnd.oci.image.manifest.v1+json',
    artifact_type: 'application/vnd.oci.image.config.v1+json',
    size: 400,
    content_size: 800,
  }
  const pushed = (data: object) => event('PUSH_ARTIFACT', { repository: 'shop/web', ...facts, ...data })
  const index = {
    media_type: 'application/vnd.oci.image.index.v1+json',
    platforms: ['linux/amd64', 'linux/arm64'],
  }
  const multi = { repository: 'shop/multi' }
  return {
    image: [pushed({ tag: 'v1', digest: digest('a') })],
    'second tag': [pushed({ tag: 'v1b', digest: digest('a') })],
    'moved tag': [pushed({ tag: 'v1', digest: digest('b') })],
    'index of two images': [
      pushed({ ...multi, digest: digest('c'), role: 'child' }),
      pushed({ ...multi, digest: digest('d'), role: 'child' }),
      event('PUSH_ARTIFACT', { ...multi, ...index, size: 500, tag: '1', digest: digest('e') }),
    ],
    'signature by its tag': [pushed({ tag: `sha256-${'b'.repeat(64)}.sig`, digest: digest('f') })],
    'referrer by its subject': [
      pushed({ digest: digest('1'), subject: digest('b'), artifact_type: 'application/vnd.example.sbom.v1' }),
    ],
    chart: [
      pushed({
        repository: 'shop/chart/web',
        tag: '1.2.3',
        digest: digest('2'),
        artifact_type: 'application/vnd.cncf.helm.config.v1+json',
      }),
    ],
    'tag deleted': [event('DELETE_TAG', { repository: 'shop/web', tag: 'v1b' })],
    'image deleted by digest': [event('DELETE_ARTIFACT', { repository: 'shop/web', digest: digest('b') })],
  }
}
