import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Attack, STEADY, STEADY_TIMEOUT_MS, expectSteadyIntake } from './intake-p99.ts'
import type { LargeBodies } from './large-bodies-worker.ts'

test(
  `a source that posts bodies of 31 MiB without a pause moves the p99 of others ${STEADY}`,
  { timeout: STEADY_TIMEOUT_MS },
  async () => {
    await using folder = await temporaryFolder('large-bodies')
    await using bellbuoy = await startBellbuoy({ dir: folder.path })
    const created = await bellbuoy.api.post('/api/v2.0/sources', { name: 'large', kind: 'distribution' })
    const statuses = new Set<number>()
    const workerData: LargeBodies = {
      url: `${bellbuoy.url}/service/notifications/large`,
      token: created.body.token,
    }
    const attack: Attack = async (meanwhile) => {
      const poster = new Worker(new URL('./large-bodies-worker.ts', import.meta.url), { workerData })
      await once(poster, 'message')
      const result = await meanwhile()
      poster.postMessage('stop')
      const [seen] = (await once(poster, 'message')) as [readonly number[]]
      for (const status of seen) statuses.add(status)
      await poster.terminate()
      return result
    }

    await expectSteadyIntake(bellbuoy, attack)

    expect([...statuses].toSorted((one, other) => one - other)).toEqual([200, 400])
  },
)
