import type { EventType } from '../../domain/event/event-type.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { nameInProject } from '../../domain/project.ts'
import { SEVERITIES, type Scan } from '../../domain/event/event-detail.ts'
import { type Fact, factsOf } from './facts.ts'
import { shorten } from './shorten.ts'

/** A part of a sentence; a name stands out. */
export interface Piece {
  readonly text: string
  readonly isName?: boolean
}

/** An event in words for people, without any markup: each chat writes it in its own. */
export interface Story {
  /** For example: alice pushed **web:1.4.2** to **shop**. */
  readonly sentence: readonly Piece[]
  readonly facts: readonly Fact[]
  readonly links: readonly { readonly text: string; readonly url: string }[]
  /** Whether it is something to worry about. */
  readonly mood: 'good' | 'bad' | 'plain'
  readonly atMs: number
}

/** What a name in a sentence may take: names in registries end at 255 characters, emoji count twice. */
const MAX_NAME = 512
const MAX_REASON = 500
const MAX_LINKS = 4
const MAX_URL = 1000

/** Tells an event. Never throws, and every part of it has a bounded length. */
export function storyOf({ event, consoleUrl }: Pick<PayloadInput, 'event' | 'consoleUrl'>): Story {
  return {
    sentence: SENTENCES[event.type](event),
    facts: factsOf(event),
    links: linksOf(event, consoleUrl),
    mood: moodOf(event),
    atMs: event.occurredAtMs,
  }
}

/** The sentence of a story as plain text. */
export function plainSentence({ sentence }: Pick<Story, 'sentence'>): string {
  return sentence.map(({ text }) => text).join('')
}

type Write = (event: RegistryEvent) => readonly Piece[]

const name = (text: string): Piece => ({ text: isolated(shorten(text, MAX_NAME)), isName: true })
const words = (text: string): Piece => ({ text })

const did =
  (what: string, preposition: string, thing: (event: RegistryEvent) => string): Write =>
  (event) => [
    name(actorOf(event)),
    words(` ${what} `),
    name(thing(event)),
    words(` ${preposition} `),
    name(event.project),
  ]

const scan =
  (end: (event: RegistryEvent) => string): Write =>
  (event) => [
    words('The scan of '),
    name(imageOf(event)),
    words(' in '),
    name(event.project),
    words(end(event)),
  ]

const SENTENCES: Readonly<Record<EventType, Write>> = {
  PUSH_ARTIFACT: did('pushed', 'to', imageOf),
  PULL_ARTIFACT: did('pulled', 'from', imageOf),
  DELETE_ARTIFACT: did('deleted', 'from', imageOf),
  UPLOAD_CHART: did('uploaded the chart', 'to', chartOf),
  DOWNLOAD_CHART: did('downloaded the chart', 'from', chartOf),
  DELETE_CHART: did('deleted the chart', 'from', chartOf),
  SCANNING_COMPLETED: scan(({ detail }) => ` found ${findingsIn(detail.scan)}.`),
  SCANNING_FAILED: scan(({ detail }) => ` failed${because(detail.scan?.error)}`),
  SCANNING_STOPPED: scan(() => ' was stopped.'),
  QUOTA_EXCEED: ({ project, detail }) => [
    words('The storage of '),
    name(project),
    words(` is used up${because(detail.quota?.details)}`),
  ],
  QUOTA_WARNING: ({ project, detail }) => [
    words('The storage of '),
    name(project),
    words(` is nearly used up${because(detail.quota?.details)}`),
  ],
  REPLICATION: ({ project, detail }) => [
    words('A replication of '),
    name(project),
    words(` ended: ${shorten(textOf(detail.replication?.['job_status']) || 'nobody said how', MAX_REASON)}.`),
  ],
  TAG_RETENTION: ({ project, detail }) => [
    words('Tag retention ran in '),
    name(project),
    words(keptOf(detail.retention)),
  ],
  CREATE_TAG: did('tagged', 'in', imageOf),
  DELETE_TAG: did('removed the tag', 'from', imageOf),
  DELETE_REPOSITORY: did('deleted the repository', 'from', ({ repository }) => nameInProject(repository)),
}

function actorOf({ operator }: RegistryEvent): string {
  return operator === '' ? 'Someone' : operator
}

/** `web:1.4.2`, or the first letters of its digest without a tag. */
function imageOf({ repository, artifacts }: RegistryEvent): string {
  const { tag, digest } = artifactOf({ artifacts })
  const image = nameInProject(repository)
  if (tag !== null) return `${image}:${tag}`
  return digest === null ? image : `${image}@${digest.slice(0, 'sha256:'.length + 12)}`
}

function chartOf(event: RegistryEvent): string {
  const { chart } = event.detail
  return chart === undefined ? imageOf(event) : `${chart.name} ${chart.version}`
}

/** `1 Critical and 2 Low, 2 of them can be mended`. */
function findingsIn(of: Scan | undefined): string {
  const summaries = (of?.reports ?? []).flatMap(({ summary }) => (summary === null ? [] : [summary]))
  const counts = SEVERITIES.toReversed().flatMap((severity) => {
    const count = summaries.reduce((sum, { bySeverity }) => sum + (bySeverity[severity] ?? 0), 0)
    return count > 0 ? [`${count} ${severity}`] : []
  })
  if (counts.length === 0) return summaries.length === 0 ? 'nothing that was told' : 'nothing'
  const fixable = summaries.reduce((sum, summary) => sum + summary.fixable, 0)
  return `${counts.join(', ')}${fixable > 0 ? `; ${fixable} can be mended` : ''}`
}

function keptOf(retention: Readonly<Record<string, unknown>> | undefined): string {
  const [total, retained] = [Number(retention?.['total']), Number(retention?.['retained'])]
  return Number.isFinite(total) && Number.isFinite(retained)
    ? `: ${retained} of ${total} tags were kept.`
    : '.'
}

function because(reason: string | null | undefined): string {
  return reason === undefined || reason === null || reason === '' ? '.' : `: ${shorten(reason, MAX_REASON)}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** A name in a right-to-left script between isolates (UAX #9), so that the words around it stay in their order. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}

function linksOf(event: RegistryEvent, consoleUrl: string | undefined): Story['links'] {
  const path = `/projects/${encodeURIComponent(event.project)}/events/${event.id}`
  const details = consoleUrl === undefined ? [] : [{ text: 'Details', url: `${consoleUrl}${path}` }]
  return [...details, ...linksOfScan(event.detail.scan)]
    .filter(({ url }) => /^https?:\/\/[^\s<>|"]+$/.test(url) && url.length <= MAX_URL)
    .slice(0, MAX_LINKS)
    .map(({ text, url }) => ({ text: shorten(text, 60), url }))
}

function linksOfScan(of: Scan | undefined): Story['links'] {
  if (of === undefined) return []
  const report = of.link === null ? [] : [{ text: 'Report', url: of.link }]
  const findings = of.findings.flatMap(({ id, links: [url] }) =>
    url === undefined ? [] : [{ text: id, url }],
  )
  return [...report, ...findings]
}

function moodOf({ type, detail }: RegistryEvent): Story['mood'] {
  if (type === 'SCANNING_COMPLETED') {
    const worst = detail.scan?.reports.map(({ severity }) => severity) ?? []
    return worst.some((severity) => severity === 'High' || severity === 'Critical') ? 'bad' : 'good'
  }
  const status = textOf(detail.replication?.['job_status'])
  if (status !== '') return status === 'Success' ? 'good' : 'bad'
  return type === 'SCANNING_FAILED' || type.startsWith('QUOTA_') ? 'bad' : 'plain'
}
