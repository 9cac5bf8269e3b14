import type { EventType } from '../../domain/event/event-type.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import {
  type JsonObject,
  type ReportedProblem,
  SEVERITIES,
  type Scan,
} from '../../domain/event/event-detail.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import { nameInProject } from '../../domain/project.ts'
import { shorten } from './shorten.ts'

/** A part of a sentence; a name stands out. */
export interface Piece {
  readonly text: string
  readonly isName?: boolean
}

/** What a name in a sentence may take: names in registries end at 255 characters, emoji count twice. */
const MAX_NAME = 512
const MAX_REASON = 500

/** What happened, as a sentence: alice pushed **web:1.4.2** to **shop**. Its length is bounded. */
export function sentenceOf(event: RegistryEvent): readonly Piece[] {
  return SENTENCES[event.type](event)
}

type Sentence = (event: RegistryEvent) => readonly Piece[]

const name = (text: string): Piece => ({ text: isolated(shorten(text, MAX_NAME)), isName: true })
const words = (text: string): Piece => ({ text })

/** Someone did something with a thing: `alice pushed web:1.4.2 to shop`. */
const did =
  (verb: string, preposition: string, thing: (event: RegistryEvent) => string): Sentence =>
  (event) => [
    name(actorOf(event)),
    words(` ${verb} `),
    name(thing(event)),
    words(` ${preposition} `),
    name(event.project),
  ]

const scan =
  (end: (event: RegistryEvent) => string): Sentence =>
  (event) => [
    words('The scan of '),
    name(imageOf(event)),
    words(' in '),
    name(event.project),
    words(end(event)),
  ]

/** Something happened to the project as a whole. */
const project =
  (beginning: string, end: (event: RegistryEvent) => string): Sentence =>
  (event) => [words(`${beginning} `), name(event.project), words(end(event))]

/** Something needs a person, or no longer does. */
const problem =
  (say: (about: ReportedProblem) => Readonly<Record<'before' | 'name' | 'after', string>>): Sentence =>
  ({ detail }) => {
    if (detail.problem === undefined) return [words('Something needs a person.')]
    const said = say(detail.problem)
    return [words(said.before), name(said.name), words(said.after)]
  }

/** Why there is no problem any more, where its target has not recovered. */
const ENDED: Readonly<Record<string, string>> = {
  disabled: ': the policy was disabled.',
  removed: ': the target was removed.',
}

const SENTENCES: Readonly<Record<EventType, Sentence>> = {
  PUSH_ARTIFACT: did('pushed', 'to', imageOf),
  PULL_ARTIFACT: did('pulled', 'from', imageOf),
  DELETE_ARTIFACT: did('deleted', 'from', imageOf),
  UPLOAD_CHART: did('uploaded the chart', 'to', chartOf),
  DOWNLOAD_CHART: did('downloaded the chart', 'from', chartOf),
  DELETE_CHART: did('deleted the chart', 'from', chartOf),
  SCANNING_COMPLETED: scan(({ detail }) => resultOf(detail.scan)),
  SCANNING_FAILED: scan(({ detail }) => ` failed${because(detail.scan?.error)}`),
  SCANNING_STOPPED: scan(() => ' was stopped.'),
  QUOTA_EXCEED: project('The storage of', ({ detail }) => ` is used up${because(detail.quota?.details)}`),
  QUOTA_WARNING: project(
    'The storage of',
    ({ detail }) => ` is nearly used up${because(detail.quota?.details)}`,
  ),
  REPLICATION: project('A replication of', ({ detail }) => ` ended${statusOf(detail.replication)}`),
  TAG_RETENTION: project('Tag retention ran in', ({ detail }) => keptOf(detail.retention)),
  CREATE_TAG: did('tagged', 'in', imageOf),
  DELETE_TAG: did('removed the tag', 'from', imageOf),
  DELETE_REPOSITORY: did('deleted the repository', 'from', ({ repository }) => nameInProject(repository)),
  TARGET_FAILING: problem((about) => ({
    before: 'Deliveries of ',
    name: about.policy?.name ?? '',
    after: `${about.target?.host ? ` to ${about.target.host}` : ''} fail${because(about.reason)}`,
  })),
  TARGET_RECOVERED: problem((about) => ({
    before: 'Deliveries of ',
    name: about.policy?.name ?? '',
    after: ` no longer fail${ENDED[about.closed?.because ?? ''] ?? '.'}`,
  })),
  SOURCE_REFUSED: problem((about) => ({
    before: 'Bellbuoy refuses what the source ',
    name: about.source?.name ?? '',
    after: ` sends${because(about.reason)}`,
  })),
  SOURCE_SILENT: problem((about) => ({
    before: 'The source ',
    name: about.source?.name ?? '',
    after: ` has reported nothing since ${new Date(about.sinceMs).toUTCString()}.`,
  })),
  SOURCE_RECOVERED: problem((about) => ({
    before: 'The source ',
    name: about.source?.name ?? '',
    after: ' reports events again.',
  })),
}

function actorOf({ operator }: RegistryEvent): string {
  return operator === '' ? 'Someone' : operator
}

/** `web:1.4.2`, or the first letters of its digest without a tag. */
function imageOf(event: RegistryEvent): string {
  const { digest } = artifactOf(event)
  const tag = tagNameOf(event)
  const image = nameInProject(event.repository)
  if (tag !== null) return `${image}:${tag}`
  return digest === null ? image : `${image}@${digest.slice(0, 'sha256:'.length + 12)}`
}

function chartOf(event: RegistryEvent): string {
  const { chart } = event.detail
  return chart === undefined || chart.version === '' ? imageOf(event) : `${chart.name} ${chart.version}`
}

/** ` found 1 Critical, 2 Low; 2 can be fixed.` */
function resultOf(of: Scan | undefined): string {
  const summaries = (of?.reports ?? []).flatMap(({ summary }) => (summary === null ? [] : [summary]))
  if (summaries.length === 0) return ' completed without a summary.'
  const counts = SEVERITIES.toReversed().flatMap((severity) => {
    const count = summaries.reduce((sum, { bySeverity }) => sum + (bySeverity[severity] ?? 0), 0)
    return count > 0 ? [`${count} ${severity}`] : []
  })
  if (counts.length === 0) return ' found nothing.'
  const fixable = summaries.reduce((sum, summary) => sum + summary.fixable, 0)
  return ` found ${counts.join(', ')}${fixable > 0 ? `; ${fixable} can be fixed` : ''}.`
}

function statusOf(replication: JsonObject | undefined): string {
  const status = replication?.['job_status']
  return because(typeof status === 'string' ? `${status}.` : '')
}

function keptOf(retention: JsonObject | undefined): string {
  const [total, retained] = [Number(retention?.['total']), Number(retention?.['retained'])]
  return Number.isFinite(total) && Number.isFinite(retained)
    ? `: ${retained} of ${total} tags were kept.`
    : '.'
}

/** The reason behind a colon, or the end of the sentence where there is none. */
function because(reason: string | null | undefined): string {
  return reason === undefined || reason === null || reason === '' ? '.' : `: ${shorten(reason, MAX_REASON)}`
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** A name in a right-to-left script between isolates (UAX #9), so that the words around it stay in their order. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}
