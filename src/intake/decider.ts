import type { Dispatch } from '../domain/dispatch.ts'
import { type RegistryEvent, artifactOf } from '../domain/event.ts'
import { uuidV7 } from '../domain/ids.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import type { DecidedEvent } from '../domain/queue.ts'
import type { ReaderOf } from '../domain/registry-reader.ts'
import type { Log } from '../log.ts'
import { decide } from './decide.ts'
import { type HoldingTimes, heldUntilMs } from './holding.ts'
import { type Noted, noteTags } from './note-tags.ts'
import { type Ruling, type Rulings, takePlace } from './rulings.ts'

export interface DeciderParts {
  readonly rulings: Rulings
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
  const { rulings, formats, dispatch, readerOf, holding, log } = parts

  function decideOne(event: RegistryEvent, ruling: Ruling, untilMs: number | null): DecidedEvent {
    const place = takePlace(ruling, event)
    if (untilMs === null) return decide({ event, ...ruling, ...place, formats, reserve: dispatch.reserve })
    const undecided = { verdicts: [], withheld: null, payloads: [], deliveries: [] }
    return { event, projectId: ruling.rules.project.id, ...place, ...undecided, heldUntilMs: untilMs }
  }

  return async (events) => {
    const readers = await Promise.all(events.map(({ sourceName }) => readerOf(sourceName)))
    const found = await Promise.all(events.map((event) => rulings.of(event)))
    const decided: DecidedEvent[] = []
    let revision = Infinity
    let withoutProject = 0
    // Nothing is awaited from here on: places and tags are taken in the order of the events.
    for (const [index, told] of events.entries()) {
      const ruling = found[index] ?? null
      if (ruling === null) {
        log.projectUnknown({ project: told.project, count: 1 })
        withoutProject++
        continue
      }
      revision = Math.min(revision, ruling.rules.revision)
      const { event, tagChange } = noted(told, ruling)
      const untilMs = heldUntilMs(event, readers[index] !== null, holding)
      decided.push(decideOne(event, ruling, untilMs))
      if (tagChange !== null && wantsTags(ruling)) {
        decided.push(decideOne(createdTag(event, tagChange), ruling, untilMs))
      }
    }
    return { revision, decided, withoutProject }
  }
}

function noted(event: RegistryEvent, { repository }: Ruling): Noted {
  return repository === null ? { event, tagChange: null } : noteTags(event, repository.tags)
}

/** A made or moved tag tells nothing that its push does not tell, so it is an event only where someone subscribed to it. */
function wantsTags({ rules: { policies } }: Ruling): boolean {
  return policies.some(({ eventTypes }) => eventTypes.includes('CREATE_TAG'))
}

function createdTag(push: RegistryEvent, { previousDigest }: NonNullable<Noted['tagChange']>): RegistryEvent {
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
