import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { type Receiver, type Respond, startReceiver } from '../support/receivers/receiver.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { Arrivals } from './arrivals.ts'
import { RegistrySide } from './registry-side.ts'

export interface KillRunOptions {
  readonly seed: number
  /** Whether the receiver fails now and then, so that processes are killed while deliveries wait for their retries. */
  readonly failing: boolean
}

export interface KillRunFigures {
  readonly kills: number
  /** Events whose envelope was answered 2xx. */
  readonly accepted: number
  readonly deliveries: number
  readonly duplicates: number
}

const PATHS = ['/one', '/two']
const LONGEST_LIFE_MS = 500
const env = {
  BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '20',
  BELLBUOY_WEBHOOK_FACTOR: '1',
  BELLBUOY_WEBHOOK_MAX_RETRY: '100',
}

/**
 * Loads a server, kills it at random moments, also while it recovers, and looks whether everything that it accepted has
 * arrived and ended.
 */
export async function killRun({ seed, failing }: KillRunOptions): Promise<KillRunFigures> {
  const random = seededRandom(seed)
  const arrivals = new Arrivals()
  const registry = new RegistrySide(random)
  const kills = 1 + Math.floor(random() * 2)
  await using folder = await temporaryFolder('kill')
  await using receiver = await startReceiver({ respond: moody(arrivals, random, failing) })

  const policy = await loadAndKill({ dir: folder.path, receiver, registry, random, kills })
  await using bellbuoy = await startBellbuoy({ dir: folder.path, env })
  await expectAllDelivered(policy.from(bellbuoy.api), arrivals, registry)
  const accepted = registry.acknowledged.size
  await expectRepeatsRecognised(bellbuoy, policy.from(bellbuoy.api), arrivals, registry)
  await expectBalanced(folder.path)
  expect(arrivals.mostOften, 'a kill repeats only what was in flight').toBeLessThanOrEqual(1 + kills)
  return { kills, accepted, deliveries: arrivals.delivered, duplicates: arrivals.duplicates }
}

/** Takes its time, and when `failing` answers one in five with 500. */
function moody(arrivals: Arrivals, random: () => number, failing: boolean): Respond {
  return async (request) => {
    if (failing && random() < 0.2) return { status: 500 }
    await delay(random() * 5)
    return arrivals.take(request)
  }
}

interface Load {
  readonly dir: string
  readonly receiver: Receiver
  readonly registry: RegistrySide
  readonly random: () => number
  readonly kills: number
}

async function loadAndKill({ dir, receiver, registry, random, kills }: Load): Promise<WebhookPolicy> {
  let policy: WebhookPolicy | undefined
  for (let kill = 0; kill < kills; kill++) {
    await using bellbuoy = await startBellbuoy({ dir, env })
    const targets = PATHS.map((path) => receiver.url(path))
    policy ??= await createPolicy(bellbuoy.api, { targets })
    const posting = registry.postTo(bellbuoy)
    await delay(random() * LONGEST_LIFE_MS)
    await bellbuoy.kill('SIGKILL')
    await posting
  }
  return policy!
}

/** What was accepted has arrived at both targets, and nothing is left undone. */
async function expectAllDelivered(policy: WebhookPolicy, arrivals: Arrivals, registry: RegistrySide) {
  await arrivals.waitForAll(PATHS, registry.acknowledged)
  const executions = await policy.ended(PATHS.length * registry.acknowledged.size)
  expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
  // A process that was killed at once has answered nothing.
  const others = [...registry.answers.keys()].filter((status) => status !== 200 && status !== 0)
  expect(others, 'answers other than 200').toEqual([])
}

/** What was told without an answer is told again; whether it had been stored or not, it is delivered under one id. */
async function expectRepeatsRecognised(
  bellbuoy: BellbuoyProcess,
  policy: WebhookPolicy,
  arrivals: Arrivals,
  registry: RegistrySide,
) {
  await registry.repost(bellbuoy)
  expect(registry.owed).toBe(0)
  await arrivals.waitForAll(PATHS, registry.acknowledged)
  const executions = await policy.ended(PATHS.length * registry.acknowledged.size)
  expect(executions).toHaveLength(PATHS.length * registry.acknowledged.size)
  expect(arrivals.ambiguous, 'events that came under two ids').toEqual([])
  expect(arrivals.delivered).toBe(executions.length)
}
