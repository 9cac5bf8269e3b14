import { describe, expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { Arrivals } from './arrivals.ts'
import { disksFault, failingDisk } from './disks.ts'
import { RegistrySide } from './registry-side.ts'

const fault = await disksFault(failingDisk)

describe.skipIf(fault !== null)(
  `when the disk turns read-only under a running server${fault === null ? '' : ` (${fault})`}`,
  () => {
    test('intake says 503 from then on, and nothing is lost once the disk is repaired', async () => {
      const arrivals = new Arrivals()
      const registry = new RegistrySide()
      await using disk = await failingDisk()
      await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
      await using bellbuoy = await startBellbuoy({ dir: disk.path })
      const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url('/hook')] })
      for (let n = 0; n < 20; n++) await registry.post(bellbuoy)

      disk.fail()
      const statuses: number[] = []
      for (let n = 0; n < 20; n++) statuses.push(await registry.post(bellbuoy))

      expect(statuses).toEqual(statuses.map(() => 503))
      expect([...registry.retryAfter]).toEqual([expect.stringMatching(/^[1-9]\d*$/)])
      expect((await bellbuoy.api.get('/api/v2.0/projects')).status, 'what only reads goes on').toBe(200)

      expect(await bellbuoy.kill('SIGTERM'), 'it ends as it should').toBe(0)
      disk.repair()
      await using again = await startBellbuoy({ dir: disk.path })
      await registry.repost(again)
      expect(registry.owed).toBe(0)
      await arrivals.waitForAll(['/hook'], registry.acknowledged)
      const executions = await policy.from(again.api).ended(registry.acknowledged.size)
      expect(executions).toHaveLength(registry.acknowledged.size)
      expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
      expect(arrivals.ambiguous).toEqual([])
      await expectBalanced(disk.path)
    })

    test('under load no answer 2xx was false', async () => {
      const arrivals = new Arrivals()
      const registry = new RegistrySide()
      await using disk = await failingDisk()
      await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
      await using bellbuoy = await startBellbuoy({ dir: disk.path })
      const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url('/hook')] })
      const posting = registry.postTo(bellbuoy)
      await receiver.waitFor(100)

      disk.fail()
      await expect.poll(() => registry.answers.get(503) ?? 0).toBeGreaterThan(20)
      registry.stop()
      await posting
      await bellbuoy.kill('SIGKILL')
      disk.repair()
      await using again = await startBellbuoy({ dir: disk.path })

      expect([...registry.answers.keys()].toSorted()).toEqual([200, 503])
      await arrivals.waitForAll(['/hook'], registry.acknowledged)
      const executions = await policy.from(again.api).ended(registry.acknowledged.size)
      expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
      await expectBalanced(disk.path)
    })
  },
)
