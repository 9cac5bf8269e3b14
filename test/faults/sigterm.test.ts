import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { Arrivals } from './arrivals.ts'
import { RegistrySide } from './registry-side.ts'

/** Answered before the signal. */
const BEFORE = 50
const env = { BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '200' }

test('SIGTERM during deliveries under load loses nothing and sends nothing twice', async () => {
  const arrivals = new Arrivals()
  const registry = new RegistrySide()
  await using folder = await temporaryFolder('sigterm')
  const signalled = Promise.withResolvers<null>()
  await using receiver = await startReceiver({
    respond: async (request, index) => {
      // So that attempts are under way and others wait when the signal comes, however slow the machine is.
      if (index >= BEFORE) await signalled.promise
      return arrivals.take(request)
    },
  })
  await using first = await startBellbuoy({ dir: folder.path, env })
  const policy = await createPolicy(first.api, { targets: [receiver.url('/hook')] })
  const posting = registry.postTo(first)
  await receiver.waitFor(BEFORE + 1)
  await expect.poll(() => registry.acknowledged.size).toBeGreaterThan(4 * BEFORE)

  const ended = first.kill('SIGTERM')
  await expect.poll(() => first.output()).toContain('stopping')
  signalled.resolve(null)
  expect(await ended).toBe(0)
  await posting
  const deliveredBefore = arrivals.delivered
  await using second = await startBellbuoy({ dir: folder.path, env })

  await arrivals.waitForAll(['/hook'], registry.acknowledged)
  const executions = await policy.from(second.api).ended(registry.acknowledged.size)
  expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
  expect(deliveredBefore, 'the signal came in the middle').toBeLessThan(registry.acknowledged.size)
  expect(arrivals.duplicates).toBe(0)
  await expectBalanced(folder.path)
})

test('a retry that waits when SIGTERM comes is made after the next start', async () => {
  await using folder = await temporaryFolder('sigterm')
  await using receiver = await startReceiver({ respond: (_, index) => ({ status: index === 0 ? 500 : 200 }) })
  const registry = new RegistrySide(() => 0)
  await using first = await startBellbuoy({ dir: folder.path, env })
  const policy = await createPolicy(first.api, { targets: [receiver.url()] })
  await registry.post(first)
  await expect.poll(async () => (await policy.executions())[0]?.status_message).toContain('500')

  await first.kill('SIGTERM')
  expect(receiver.requests).toHaveLength(1)
  await using second = await startBellbuoy({ dir: folder.path, env })

  expect(await policy.from(second.api).endedAlone()).toMatchObject({ status: 'Success' })
  const [before, after] = receiver.requests
  expect(after!.headers['webhook-id']).toBe(before!.headers['webhook-id'])
  expect(after!.headers['x-bellbuoy-attempt']).toBe('2')
  await expectBalanced(folder.path)
})

test('SIGTERM waits for an answer that takes its time, but not for one that never comes', async () => {
  const settings = { BELLBUOY_WEBHOOK_TIMEOUT_MS: '1000' }
  await using folder = await temporaryFolder('sigterm')
  await using receiver = await startReceiver({ respond: () => ({ does: 'hang' }) })
  await using first = await startBellbuoy({ dir: folder.path, env: settings })
  const policy = await createPolicy(first.api, { targets: [receiver.url()] })
  const registry = new RegistrySide(() => 0)
  await registry.post(first)
  await receiver.waitFor(1)

  expect(await first.kill('SIGTERM')).toBe(0)

  receiver.respond = () => ({ status: 200 })
  await using second = await startBellbuoy({ dir: folder.path, env: settings })
  const { id } = await policy.from(second.api).endedAlone()
  expect(await policy.from(second.api).log(id)).toMatch(
    /attempt 1 failed after \d+ ms \[timeout\]: no answer/,
  )
  await expectBalanced(folder.path)
})
