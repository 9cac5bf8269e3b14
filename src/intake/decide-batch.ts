import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { DecidedEvent } from '../domain/delivery/queue.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import type { ReaderOf, RegistryReader } from '../domain/registry/registry-reader.ts'
import type { Log } from '../log.ts'
import type { Decision } from './decide-and-store.ts'
import { decideEvent } from './decide-event.ts'
import { type EventContext, type EventContexts, takePosition } from './event-context.ts'
import type { HeldPushes } from './held/held-pushes.ts'
import { type HoldTimes, holdUntilMs } from './held/hold-until.ts'
import { supposeParts } from './held/suppose-parts.ts'
import { type EventWithTags, applyEventToTags } from './tags/apply-event-to-tags.ts'
import { askAboutDoubts } from './tags/ask-about-doubts.ts'
import type { RegistryAnswer } from './tags/contradictions.ts'
import { tagEventOf } from './tags/tag-event.ts'

export interface BatchDeciderParts {
  readonly contexts: EventContexts
  readonly formats: ReadonlyMap<string, PayloadFormat>
  readonly dispatch: Pick<Dispatch, 'reserve'>
  readonly readerOf: ReaderOf
  readonly holdTimes: HoldTimes
  /** How far the clocks of two instances of a registry may be apart. */
  readonly toleranceMs: number
  readonly heldPushes: HeldPushes
  readonly log: Pick<Log, 'projectUnknown'>
}

export interface BatchDecision extends Decision {
  /** Events that were left out, since their project does not exist and must not be created. */
  readonly withoutProject: number
}

/** Decides or holds events in their order, together with the tag events that follow from them. */
export type DecideBatch = (events: readonly RegistryEvent[]) => Promise<BatchDecision>

/** The events of one notification; for each the reader of its registry, and its context. */
interface Readable {
  readonly events: readonly RegistryEvent[]
  /** Null where the registry cannot be asked. */
  readonly readers: readonly (RegistryReader | null)[]
  /** Null where the project does not exist and must not be created. */
  readonly found: readonly (EventContext | null)[]
}

const UNASKED: ReadonlyMap<string, RegistryAnswer> = new Map()

/** Decides the events of one notification. */
export function createBatchDecider(parts: BatchDeciderParts): DecideBatch {
  const { contexts, formats, dispatch, readerOf, toleranceMs, heldPushes, log } = parts

  /** Only policies of Harbor's way get what is part of another event, and only they get what is held at once. */
  function decideOrHold(event: RegistryEvent, context: EventContext, untilMs: number | null): DecidedEvent {
    const position = takePosition(context, event)
    const isForAll = untilMs === null && event.partOf === undefined
    const rules = isForAll ? context.rules : onlyHarborWay(context.rules)
    const decided = decideEvent({ event, ...position, rules, formats, reserve: dispatch.reserve })
    return untilMs === null ? decided : { ...decided, withheld: null, heldUntilMs: untilMs }
  }

  function withTags(
    event: RegistryEvent,
    { repository }: EventContext,
    answer: RegistryAnswer,
  ): EventWithTags {
    return repository === null ? { event } : applyEventToTags(event, repository.tags, { toleranceMs, answer })
  }

  /** Without an await: positions and tags follow the order of the events. */
  function decideInOrder({ events, readers, found }: Readable, answers: ReadonlyMap<string, RegistryAnswer>) {
    const decided: DecidedEvent[] = []
    let revision = Infinity
    let withoutProject = 0
    for (const [index, reported] of events.entries()) {
      const context = found[index] ?? null
      if (context === null) {
        log.projectUnknown({ project: reported.project, count: 1 })
        withoutProject++
        continue
      }
      revision = Math.min(revision, context.rules.revision)
      const isReadable = readers[index] !== null
      const completed = isReadable ? reported : supposeParts(reported, heldPushes.of(reported))
      const { event, tagMove, ...changes } = withTags(completed, context, answers.get(completed.id))
      const untilMs = heldUntilMs(event, isReadable, parts)
      const heldChanges = heldPushes.changesBy(event)
      if (untilMs !== null) heldPushes.add(event, untilMs)
      const one = { ...decideOrHold(event, context, untilMs), ...changes }
      decided.push(heldChanges.length === 0 ? one : { ...one, heldChanges })
      if (tagMove !== undefined && wantsTagEvents(context))
        decided.push(decideOrHold(tagEventOf(event, tagMove), context, untilMs))
    }
    return { revision, events: decided, withoutProject }
  }

  return async (events) => {
    const readers = await readersOf(events, readerOf)
    const found = await contextsOf(events, contexts)
    if (readers.every((reader) => reader === null)) return decideInOrder({ events, readers, found }, UNASKED)
    const answers = await answersAbout({ events, readers, found }, toleranceMs)
    // Others may have been decided while the registry was asked.
    const foundNow = answers.size === 0 ? found : await contextsOf(events, contexts)
    return decideInOrder({ events, readers, found: foundNow }, answers)
  }
}

async function readersOf(events: readonly RegistryEvent[], readerOf: ReaderOf): Promise<Readable['readers']> {
  const readers: (RegistryReader | null)[] = []
  for (const { sourceName } of events) readers.push(await readerOf(sourceName))
  return readers
}

/** Nearly every notification has one event, and one promise costs less than all of a list. */
async function contextsOf(
  events: readonly RegistryEvent[],
  contexts: Pick<EventContexts, 'of'>,
): Promise<Readable['found']> {
  const [only, ...others] = events
  return only !== undefined && others.length === 0
    ? [await contexts.of(only)]
    : Promise.all(events.map((event) => contexts.of(event)))
}

/** What registries say about events whose order is in doubt. */
function answersAbout(
  { events, readers, found }: Readable,
  toleranceMs: number,
): Promise<ReadonlyMap<string, RegistryAnswer>> {
  const doubts = events.map((event, index) => ({
    event,
    tags: found[index]?.repository?.tags ?? null,
    reader: readers[index] ?? null,
  }))
  return askAboutDoubts(doubts, toleranceMs)
}

/** What is part of another event is decided with it. */
function heldUntilMs(
  event: RegistryEvent,
  isReadable: boolean,
  { holdTimes, heldPushes }: BatchDeciderParts,
): number | null {
  if (event.partOf !== undefined) return null
  const untilMs = holdUntilMs(event, isReadable, holdTimes)
  const pullMs = heldPushes.pulls.untilMs(event)
  return pullMs === null ? untilMs : Math.max(pullMs, untilMs ?? 0)
}

function onlyHarborWay(rules: EventContext['rules']): EventContext['rules'] {
  return { ...rules, policies: rules.policies.filter(({ harborWay }) => harborWay) }
}

/** A tag event adds nothing to the push it follows from, so there is one only where a policy subscribes to it. */
function wantsTagEvents({ rules: { policies } }: EventContext): boolean {
  return policies.some(({ eventTypes }) => eventTypes.includes('CREATE_TAG'))
}
