import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { watchLongestTurn } from '../support/longest-turn.ts'
import type { LargeBodies } from './large-bodies-worker.ts'

const MOST_MS = 50
const ROUND_MS = 20_000

test(
  `a source that posts bodies of 31 MiB without a pause never holds the main thread for more than ${MOST_MS} ms`,
  { timeout: 300_000 },
  async () => {
    await using app = await startTestApp()
    const created = await app.api.post('/api/v2.0/sources', { name: 'large', kind: 'distribution' })
    for (let times = 0; times < 100; times++) await push(app)
    const workerData: LargeBodies = {
      url: `${app.url}/service/notifications/large`,
      token: created.body.token,
    }
    const poster = new Worker(new URL('./large-bodies-worker.ts', import.meta.url), { workerData })
    await once(poster, 'message')

    using longest = watchLongestTurn()
    const until = performance.now() + ROUND_MS
    while (performance.now() < until) {
      await push(app)
      await delay(10)
    }
    poster.postMessage('stop')
    const [statuses] = (await once(poster, 'message')) as [readonly number[]]
    await poster.terminate()

    expect(longest.take()).toBeLessThan(MOST_MS)
    for (const status of statuses) expect([200, 400]).toContain(status)
    expect(statuses).toContain(200)
  },
)
