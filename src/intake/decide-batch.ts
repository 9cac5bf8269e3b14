import type { Dispatch } from '../domain/delivery/dispatch.ts'
import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { uuidV7 } from '../domain/ids.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { DecidedEvent } from '../domain/delivery/queue.ts'
import type { ReaderOf } from '../domain/registry/registry-reader.ts'
import type { Log } from '../log.ts'
import { decide } from './decide.ts'
import { type HoldingTimes, heldUntilMs } from './held/hold-until.ts'
import { type EventWithTags, applyEventToTags } from './tags/apply-event-to-tags.ts'
import { type EventContext, type EventContexts, takePosition } from './event-context.ts'

export interface DeciderParts {
  readonly contexts: EventContexts
  readonly formats: ReadonlyMap<string, PayloadFormat>
  readonly dispatch: Pick<Dispatch, 'reserve'>
  readonly readerOf: ReaderOf
  readonly holding: HoldingTimes
  readonly log: Pick<Log, 'projectUnknown'>
}

export interface Decided {
  /** Of the oldest rules that decided. */
  readonly revision: number
  readonly decided: readonly DecidedEvent[]
  readonly withoutProject: number
}

export type Decider = (events: readonly RegistryEvent[]) => Promise<Decided>

/** Marks the id of the event that is made of a push which made or moved a tag. */
const DERIVED_TAG = '#tag'

/** Decides the events of a notification in their order, or holds them, and makes those that follow from them. */
export function createDecider(parts: DeciderParts): Decider {
  const { contexts, formats, dispatch, readerOf, holding, log } = parts

  function decideOne(event: RegistryEvent, context: EventContext, untilMs: number | null): DecidedEvent {
    const place = takePosition(context, event)
    if (untilMs === null) return decide({ event, ...context, ...place, formats, reserve: dispatch.reserve })
    const undecided = { verdicts: [], withheld: null, payloads: [], deliveries: [] }
    return { event, projectId: context.rules.project.id, ...place, ...undecided, heldUntilMs: untilMs }
  }

  return async (events) => {
    const readers = await Promise.all(events.map(({ sourceName }) => readerOf(sourceName)))
    const found = await Promise.all(events.map((event) => contexts.of(event)))
    const decided: DecidedEvent[] = []
    let revision = Infinity
    let withoutProject = 0
    // Nothing is awaited from here on: places and tags are taken in the order of the events.
    for (const [index, told] of events.entries()) {
      const context = found[index] ?? null
      if (context === null) {
        log.projectUnknown({ project: told.project, count: 1 })
        withoutProject++
        continue
      }
      revision = Math.min(revision, context.rules.revision)
      const { event, tagChange } = noted(told, context)
      const untilMs = heldUntilMs(event, readers[index] !== null, holding)
      decided.push(decideOne(event, context, untilMs))
      if (tagChange !== null && wantsTags(context)) {
        decided.push(decideOne(createdTag(event, tagChange), context, untilMs))
      }
    }
    return { revision, decided, withoutProject }
  }
}

function noted(event: RegistryEvent, { repository }: EventContext): EventWithTags {
  return repository === null ? { event, tagChange: null } : applyEventToTags(event, repository.tags)
}

/** A made or moved tag tells nothing that its push does not tell, so it is an event only where someone subscribed to it. */
function wantsTags({ rules: { policies } }: EventContext): boolean {
  return policies.some(({ eventTypes }) => eventTypes.includes('CREATE_TAG'))
}

function createdTag(
  push: RegistryEvent,
  { previousDigest }: NonNullable<EventWithTags['tagChange']>,
): RegistryEvent {
  const { references: _, detail, ...event } = push
  const { requestId } = detail
  return {
    ...event,
    id: uuidV7(push.acceptedAtMs),
    sourceEventId: `${push.sourceEventId}${DERIVED_TAG}`,
    type: 'CREATE_TAG',
    artifacts: [artifactOf(push)],
    detail: {
      ...(requestId !== undefined && { requestId }),
      ...(previousDigest !== null && { previousDigest }),
    },
  }
}

/** Whether Bellbuoy made it of another event. */
export function isDerived({ type, sourceEventId }: RegistryEvent): boolean {
  return type === 'CREATE_TAG' && sourceEventId.endsWith(DERIVED_TAG)
}
