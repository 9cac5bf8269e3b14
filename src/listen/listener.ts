import type { Clock } from '../domain/clock.ts'
import { CallPerformer } from './dispatch/call-performer.ts'
import { createCommandPerformer } from './dispatch/command-performer.ts'
import { Dispatcher, LOOK_EVERY_MS } from './dispatch/dispatcher.ts'
import { EndedRuns } from './dispatch/ended-runs.ts'
import { LastingStore } from './dispatch/lasting-store.ts'
import { type Performer, performerOf } from './dispatch/perform.ts'
import { every } from './dispatch/every.ts'
import { SWEEP_EVERY_MS, sweepOnce } from './dispatch/sweep-once.ts'
import { takeOver } from './dispatch/take-over.ts'
import { WebhooksFirst } from './dispatch/webhooks-first.ts'
import { Launcher } from './launch/launcher.ts'
import type { ListenLog } from './listen-log.ts'
import { matchingRules } from './rules/matching-rules.ts'
import type { Rule } from './rules/rule.ts'
import { RunCounts } from './runs/run-counts.ts'
import { BodyRoom } from './server/body-room.ts'
import { type ListenServer, openListenServer } from './server/listen-server.ts'
import type { ServedCertificate } from '../net/served-certificate.ts'
import { RunStore } from './store/run-store.ts'
import type { Sender } from './webhook/sender.ts'

/** Of bodies that are read or wait for the disk. */
const BODY_ROOM_BYTES = 64 * 1024 ** 2

export interface ListenerSettings {
  readonly host: string
  readonly port: number
  /** Null for any path. */
  readonly path: string | null
  /** The data folder. */
  readonly data: string
  readonly answerWithinMs: number
  readonly keepRuns: number
  /** How long the end waits for runs under way. */
  readonly stopWaitMs: number
}

/** Settings that the rules file may have. */
export interface ListenerLimits {
  /** Runs of all rules at the same time. */
  readonly concurrency: number
  readonly maxBodyBytes: number
  readonly repeatWindowMs: number
  readonly keepMs: number
}

export interface ListenerParts {
  readonly settings: ListenerSettings
  /** Null: it speaks HTTP. */
  readonly certificate: ServedCertificate | null
  /** Those in force now. */
  readonly limits: () => ListenerLimits
  /** Those in force now. */
  readonly rules: () => readonly Rule[]
  readonly sender: () => Sender
  /** The listener's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Values that no output may show. */
  readonly secrets: () => readonly string[]
  readonly clock: Clock
  readonly log: ListenLog
}

export interface Listener {
  readonly url: string
  /** Runs under way. */
  readonly underWay: () => number
  /** Accepts nothing more, waits for the runs under way, and leaves the others to the next start. */
  readonly end: () => Promise<void>
}

/**
 * Builds the listener and starts it. Runs that an earlier process left are taken over before anything is accepted.
 *
 * @throws Error when its folder or its address cannot be used
 */
export async function startListener(parts: ListenerParts): Promise<Listener> {
  const { settings, clock, log } = parts
  await using opening = new AsyncDisposableStack()
  const store = opening.use(await RunStore.open(settings.data))
  const left = await takeOver(store, () => clock.now())
  if (left.length > 0) log.runsLeft({ runs: left })
  const launcher = opening.use(await Launcher.open())
  const calls = opening.use(new CallPerformer(parts))
  const commands = createCommandPerformer({ ...parts, launcher })
  const room = new BodyRoom(BODY_ROOM_BYTES)
  const performer = performerOf({ command: commands, call: calls })
  const webhooksFirst = new WebhooksFirst(() => room.webhooks)
  const session = (): string | null => launcher.session
  const side = runSide(parts, { store, performer, session, webhooksFirst })
  const server = await openListenServer({
    ...settings,
    ...parts,
    ...side,
    maxBodyBytes: () => parts.limits().maxBodyBytes,
    repeatWindowMs: () => parts.limits().repeatWindowMs,
    store,
    match: (facts) => matchingRules(parts.rules(), facts),
    room,
    wake: () => side.dispatcher.wake(),
  })
  const opened = opening.move()
  return {
    url: server.url,
    underWay: () => side.dispatcher.underWay,
    end: () => end({ ...side, server, opened, stopWaitMs: settings.stopWaitMs }),
  }
}

interface RunSide {
  readonly dispatcher: Dispatcher
  readonly ended: EndedRuns
  readonly counts: RunCounts
  /** Resolves when the regular work has ended. */
  readonly stopWork: () => Promise<void>
}

interface RunSideParts {
  readonly store: RunStore
  readonly performer: Performer
  readonly session: () => string | null
  readonly webhooksFirst: WebhooksFirst
}

/** All that happens to runs once they are accepted. */
function runSide(parts: ListenerParts, { store, performer, session, webhooksFirst }: RunSideParts): RunSide {
  const { settings, limits, rules, clock, log } = parts
  const lasting = new LastingStore(store, log)
  const ended = new EndedRuns()
  const counts = new RunCounts()
  const dispatcher = new Dispatcher({
    ...parts,
    concurrency: () => limits().concurrency,
    store: lasting,
    performer,
    session,
    webhooksFirst,
    random: Math.random,
    ended,
    counts,
  })
  const working = new AbortController()
  const { signal } = working
  const look = { doing: 'looking for stops', work: () => dispatcher.look(), afterFaultMs: LOOK_EVERY_MS }
  const { keepRuns } = settings
  const sweep = { store: lasting, rules, keepMs: () => limits().keepMs, keepRuns, clock }
  const sweeping = {
    doing: 'removing old runs',
    work: () => sweepOnce(sweep),
    afterFaultMs: SWEEP_EVERY_MS,
  }
  const work = Promise.all([every({ ...look, signal, log }), every({ ...sweeping, signal, log })])
  const stopWork = async (): Promise<void> => {
    working.abort()
    await work
  }
  return { dispatcher, ended, counts, stopWork }
}

interface EndParts extends RunSide {
  readonly server: ListenServer
  readonly opened: AsyncDisposable
  readonly stopWaitMs: number
}

async function end({ server, dispatcher, stopWork, opened, stopWaitMs }: EndParts): Promise<void> {
  const closed = server.close()
  await dispatcher.end(stopWaitMs)
  await closed
  await stopWork()
  await opened[Symbol.asyncDispose]()
}
