import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import type { Scan } from '../../domain/event/event-detail.ts'
import { type EventType, shapeOf } from '../../domain/event/event-type.ts'
import { scanEndOf } from '../../domain/event/scan-end.ts'
import { type Fact, factsOf } from './facts.ts'
import { type Piece, sentenceOf } from './sentences.ts'
import { shorten } from './shorten.ts'

export interface Link {
  readonly text: string
  readonly url: string
}

/** Whether it is something to worry about. */
export type Mood = 'good' | 'bad' | 'plain'

/** An event in words for people, without any markup: each chat writes it in its own. */
export interface Story {
  readonly sentence: readonly Piece[]
  readonly facts: readonly Fact[]
  readonly links: readonly Link[]
  readonly mood: Mood
  readonly atMs: number
}

const MAX_LINKS = 4
const MAX_URL = 1000

/** The story of an event. Never throws, and every part of it has a bounded length. */
export function storyOf({ event, consoleUrl }: Pick<PayloadInput, 'event' | 'consoleUrl'>): Story {
  return {
    sentence: sentenceOf(event),
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

function linksOf(event: RegistryEvent, consoleUrl: string | undefined): readonly Link[] {
  const path = pathOf(event)
  const details = consoleUrl === undefined ? [] : [{ text: 'Details', url: `${consoleUrl}${path}` }]
  return [...details, ...linksOfScan(event.detail.scan)]
    .filter(({ url }) => /^https?:\/\/[^\s<>|"]+$/.test(url) && url.length <= MAX_URL)
    .slice(0, MAX_LINKS)
    .map(({ text, url }) => ({ text: shorten(text, 60), url }))
}

/** A problem is looked after where all of them are; other events have a page. */
function pathOf({ id, project, detail }: RegistryEvent): string {
  if (detail.problem !== undefined) return '/problems'
  return `/projects/${encodeURIComponent(project)}/events/${id}`
}

function linksOfScan(of: Scan | undefined): readonly Link[] {
  if (of === undefined) return []
  const report = of.link === null ? [] : [{ text: 'Report', url: of.link }]
  const findings = of.findings.flatMap(({ id, links: [url] }) =>
    url === undefined ? [] : [{ text: id, url }],
  )
  return [...report, ...findings]
}

function moodOf({ type, detail }: RegistryEvent): Mood {
  const shape = shapeOf(type)
  if (shape === 'quota') return 'bad'
  if (shape === 'problem') return detail.problem?.closed === undefined ? 'bad' : 'good'
  if (shape === 'scan') return moodOfScan(type, detail.scan)
  const status = detail.replication?.['job_status'] ?? ''
  if (shape !== 'replication' || status === '') return 'plain'
  return status === 'Success' ? 'good' : 'bad'
}

function moodOfScan(type: EventType, scan: Scan | undefined): Mood {
  const end = scanEndOf(type)
  if (end !== 'success') return end === 'error' ? 'bad' : 'plain'
  const isSevere = scan?.reports.some(({ severity }) => severity === 'High' || severity === 'Critical')
  return isSevere === true ? 'bad' : 'good'
}
