import { setTimeout as sleep } from 'node:timers/promises'

import { descendantsOf, treeSeconds } from '../measure/process-tree.ts'
import { residentMib } from '../measure/memory.ts'
import { percentile } from '../measure/statistics.ts'
import { nowMs } from '../processes/clock.ts'
import type { Sent } from '../processes/load.ts'
import type { WebhookLoad } from '../processes/webhooks.ts'
import type { Listener } from '../servers/listener.ts'
import type { Bench } from './bench.ts'
import { NO_FIGURES, type Round } from './figures.ts'

export interface ListenPlan {
  readonly authorization: string
  readonly webhooks: number
  readonly connections: number
}

const REPOSITORIES = 1000
const LOOK_EVERY_MS = 20
/** A listener that starts one command after the other has none for a moment. */
const LOOKS_WITHOUT = 5
const STALL_MS = 60_000

/** Sends webhooks to a listener and measures until each has run its command; throws unless all did, where the listener counts. */
export async function listenRound(bench: Bench, listener: Listener, plan: ListenPlan): Promise<Round> {
  const { authorization, webhooks, connections } = plan
  const load: WebhookLoad = {
    url: listener.url,
    authorization,
    run: bench.nextRun(),
    events: webhooks,
    repositories: REPOSITORIES,
    connections,
    notificationsPerSecond: null,
  }
  await bench.load.ask('prepare', load)
  const before = { seconds: treeSeconds(listener.pid), ended: await listener.ended() }
  const sent = await bench.load.ask<Sent>('run')
  const ranMs = await allRan(listener, before.ended === null ? null : before.ended + webhooks)
  const startMs = sent.sentMs.reduce((a, b) => Math.min(a, b))
  const answers = sent.answeredMs.map((at, place) => at - (sent.sentMs[place] ?? Number.NaN))
  return {
    ...NO_FIGURES,
    requestsPerSecond: (webhooks / (sent.answeredMs.reduce((a, b) => Math.max(a, b)) - startMs)) * 1000,
    runsPerSecond: (webhooks / (ranMs - startMs)) * 1000,
    answerP50Ms: percentile(answers, 0.5),
    answerP99Ms: percentile(answers, 0.99),
    treeSecondsPer1000: ((treeSeconds(listener.pid) - before.seconds) / webhooks) * 1000,
    residentMib: residentMib(listener.pid),
    refusals: sent.refusals,
  }
}

/** When the last run had ended. @param count of runs that end it; null for a listener that has no command under way any more */
async function allRan(listener: Listener, count: number | null): Promise<number> {
  const until = nowMs() + STALL_MS
  let idleSinceMs = nowMs()
  for (let looks = 0; looks < LOOKS_WITHOUT;) {
    if (nowMs() > until)
      throw new Error(`${listener.name} has not run all commands in ${String(STALL_MS)} ms`)
    const isDone =
      count === null ? descendantsOf(listener.pid).length === 0 : (await listener.ended()) === count
    if (isDone && count !== null) return nowMs()
    if (!isDone) idleSinceMs = nowMs()
    looks = isDone ? looks + 1 : 0
    await sleep(LOOK_EVERY_MS)
  }
  return idleSinceMs
}
