import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { clockShiftedBy } from '../support/jumping-clock.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Arrivals } from './arrivals.ts'
import { RegistrySide } from './registry-side.ts'

const DAY_MS = 86_400_000
/** As long as a sweep may take to find what is due, on a machine with other work to do. */
const RECOVERY_MS = 30_000
const env = {
  BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '500',
  BELLBUOY_WEBHOOK_FACTOR: '1',
  BELLBUOY_WEBHOOK_MAX_WAIT_MS: '1000',
  BELLBUOY_WEBHOOK_MAX_RETRY: '100',
  BELLBUOY_WEBHOOK_MAX_AGE_MS: String(DAY_MS),
}

interface Jump {
  readonly how: string
  /** Days that the clock is ahead, one after the other. */
  readonly days: readonly number[]
  /** Whether the process ends before each jump, and another starts after it. */
  readonly isStopped?: true
}

const JUMPS: readonly Jump[] = [
  { how: 'ten days ahead and back again', days: [10, 0] },
  { how: 'ten days ahead while the service stands still', days: [10], isStopped: true },
  { how: 'ten days back while the service stands still', days: [-10], isStopped: true },
]

test.for(JUMPS)(
  'a clock that jumps $how expires nothing, and what waits is delivered once',
  async ({ days, isStopped = false }) => {
    const arrivals = new Arrivals()
    const registry = new RegistrySide()
    let isDown = true
    await using folder = await temporaryFolder('clock')
    await using receiver = await startReceiver({
      respond: (request) => (isDown ? { status: 503 } : arrivals.take(request)),
    })
    const shift = join(folder.path, 'shift')
    writeFileSync(shift, '0')
    const start = () => startBellbuoy({ dir: folder.path, env: { ...env, ...clockShiftedBy(shift) } })
    await using processes = new AsyncDisposableStack()
    let bellbuoy = processes.use(await start())
    const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url('/hook')] })
    const postSome = async () => {
      for (let count = 0; count < 5; count++) expect(await registry.post(bellbuoy)).toBe(200)
    }
    await postSome()

    for (const day of days) {
      if (isStopped) await bellbuoy.kill('SIGTERM')
      writeFileSync(shift, String(day * DAY_MS))
      if (isStopped) bellbuoy = processes.use(await start())
      const { length } = receiver.requests
      await receiver.waitFor(length + 1, RECOVERY_MS)
      await postSome()
    }
    isDown = false

    await arrivals.waitForAll(['/hook'], registry.acknowledged, RECOVERY_MS)
    const executions = await policy.from(bellbuoy.api).ended(registry.acknowledged.size, RECOVERY_MS)
    expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
    expect(arrivals.duplicates).toBe(0)
    const { account } = await expectBalanced(folder.path)
    expect(account).toMatchObject({ delivered: registry.acknowledged.size, expired: 0, pending: 0 })
  },
)
