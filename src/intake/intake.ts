import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/dispatch.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { RegistryEvent, SourceEvent } from '../domain/event.ts'
import { createHints } from '../domain/hints.ts'
import { uuidV7 } from '../domain/ids.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import { type Project, projectNameOf } from '../domain/project.ts'
import type { AcceptResult, Acceptance, DecidedEvent } from '../domain/queue.ts'
import type { Rules } from '../domain/rules.ts'
import type { Source } from '../domain/source.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { decide } from './decide.ts'

export interface IntakeParts {
  readonly store: Store
  readonly formats: readonly PayloadFormat[]
  readonly dispatch: Dispatch
  readonly clock: Clock
  readonly log: Log
  /** Whether the project of an event is made when there is none; otherwise such events are kept out. */
  readonly createProjects: boolean
}

/** What became of the events of one notification. */
export interface IntakeResult {
  readonly accepted: number
  /** Told before by the same source. */
  readonly repeated: number
  /** Kept out: their project does not exist and none may be made. */
  readonly withoutProject: number
}

export interface Intake {
  /**
   * Stores events with their verdicts, payloads and deliveries; once it resolves nothing of it can be lost.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the store cannot write or too much waits for it; nothing is stored then
   */
  accept: (source: Source, events: readonly SourceEvent[]) => Promise<IntakeResult>
}

/** Notifications that may wait for the store; beyond that the registry is asked to come again. */
const MAX_WAITING = 5000
/** How often rules may change under a decision before it is left to the registry's next try. */
const MAX_TRIES = 10

/** From translated events to stored ones. */
export function createIntake(parts: IntakeParts): Intake {
  const { store, dispatch, clock, log } = parts
  const formats = new Map(parts.formats.map((format) => [format.name, format]))
  // Decisions made by hints that are out of date are refused by the store, and made anew.
  const rules = createHints((projectName: string) => store.rulesOf(projectName))
  const repositories = createHints((repository: string) => store.repositoryCreatedAt(repository))
  store.onRulesChanged(rules.clear)
  let waiting = 0

  const accept: Intake['accept'] = async (source, sourceEvents) => {
    const events = sourceEvents.map((event) => identify(event, source, clock.now()))
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { revision, decided } = await decideAll(events)
      const lease = { owner: dispatch.owner, untilMs: clock.now() + dispatch.leaseMs }
      const result = await storeOrRelease({ revision, lease, events: decided })
      if (result.outcome === 'stored') {
        const repeated = hand(decided, result.deliveryIds)
        const withoutProject = events.length - decided.length
        return { accepted: decided.length - repeated, repeated, withoutProject }
      }
      rules.clear()
    }
    throw tooBusy('the policies change faster than events can be decided')
  }

  async function decideAll(
    events: readonly RegistryEvent[],
  ): Promise<{ revision: number; decided: DecidedEvent[] }> {
    const decided: DecidedEvent[] = []
    let revision = -1
    try {
      for (const event of events) {
        const ruling = await rulingOf(event)
        if (ruling === null) continue
        const repositoryCreatedAtMs = await firstSeen(event)
        revision = revision === -1 ? ruling.revision : Math.min(revision, ruling.revision)
        decided.push(
          decide({ event, rules: ruling, repositoryCreatedAtMs, formats, reserve: dispatch.reserve }),
        )
      }
    } catch (error) {
      release(decided)
      throw error
    }
    return { revision, decided }
  }

  async function rulingOf(event: RegistryEvent): Promise<(Rules & { project: Project }) | null> {
    const name = projectNameOf(event.repository)
    const known = await rules.get(name)
    if (hasProject(known)) return known
    if (!parts.createProjects) {
      log.projectUnknown({ project: name, count: 1 })
      return null
    }
    const project = await store.projects.ensure(name)
    return { ...(await rules.get(name)), project }
  }

  /** When the repository of an event was first seen; now, for its first event. */
  async function firstSeen({ repository, occurredAtMs }: RegistryEvent): Promise<number> {
    const known = await repositories.get(repository)
    if (known === null) repositories.forget(repository)
    return known ?? occurredAtMs
  }

  async function storeOrRelease(acceptance: Acceptance): Promise<AcceptResult> {
    if (acceptance.events.length === 0) return { outcome: 'stored', deliveryIds: [] }
    try {
      if (waiting >= MAX_WAITING) throw tooBusy(`${MAX_WAITING} notifications already wait to be stored`)
      waiting++
      const result = await store.queue.accept(acceptance).finally(() => waiting--)
      if (result.outcome === 'stale') release(acceptance.events)
      return result
    } catch (error) {
      release(acceptance.events)
      throw error
    }
  }

  function release(decided: readonly DecidedEvent[]): void {
    for (const { deliveries } of decided) {
      for (const { targetId, leased } of deliveries) if (leased) dispatch.release(targetId)
    }
  }

  /** Hands what was stored to the dispatcher; returns how many events had been told before. */
  function hand(
    decided: readonly DecidedEvent[],
    deliveryIds: readonly (readonly number[] | null)[],
  ): number {
    let repeated = 0
    decided.forEach((event, index) => {
      const ids = deliveryIds[index]
      if (ids === null || ids === undefined) {
        repeated++
        release([event])
      } else {
        handEvent(event, ids)
      }
    })
    return repeated
  }

  function handEvent({ event, payloads, deliveries }: DecidedEvent, ids: readonly number[]): void {
    deliveries.forEach(({ targetId, payload, leased }, index) => {
      const id = ids[index]
      const rendered = payloads[payload]
      if (id === undefined || rendered === undefined)
        throw new Error('the store answered for other deliveries')
      if (!leased) {
        dispatch.expect(targetId, event.acceptedAtMs)
        return
      }
      const { id: eventId, type: eventType, repository } = event
      dispatch.start({
        id,
        eventId,
        eventType,
        repository,
        targetId,
        payload: rendered,
        attempt: 1,
        failures: 0,
      })
    })
  }

  return { accept }
}

function hasProject(rules: Rules): rules is Rules & { project: Project } {
  return rules.project !== null
}

function identify(event: SourceEvent, source: Source, nowMs: number): RegistryEvent {
  return { ...event, id: uuidV7(nowMs), sourceId: source.id, acceptedAtMs: nowMs }
}

function tooBusy(why: string): BellbuoyError {
  return new BellbuoyError('UNAVAILABLE', `${why}; nothing was stored, try again`, { retryAfterSeconds: 1 })
}
