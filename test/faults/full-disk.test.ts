import { describe, expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { BellbuoyExited, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { Arrivals } from './arrivals.ts'
import { disksFault, smallDisk } from './disks.ts'
import { RegistrySide } from './registry-side.ts'

const MEBIBYTES = 8
const fault = await disksFault(() => smallDisk(MEBIBYTES))

/** Posts until nothing has been accepted several times in turn: what room was left inside the files is used up. */
async function postUntilRefused(registry: RegistrySide, post: () => Promise<number>): Promise<void> {
  for (let refused = 0; refused < 10;) refused = (await post()) === 200 ? 0 : refused + 1
  expect(registry.answers.has(503)).toBe(true)
}

describe.skipIf(fault !== null)(`while the disk is full${fault === null ? '' : ` (${fault})`}`, () => {
  test('intake says 503 and when to come again, and delivers afterwards whatever it accepted', async () => {
    const arrivals = new Arrivals()
    const registry = new RegistrySide()
    await using disk = await smallDisk(MEBIBYTES)
    await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
    await using bellbuoy = await startBellbuoy({ dir: disk.path })
    const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url('/hook')] })
    for (let n = 0; n < 20; n++) await registry.post(bellbuoy)

    await disk.fill()
    await postUntilRefused(registry, () => registry.post(bellbuoy))

    expect([...registry.answers.keys()].toSorted()).toEqual([200, 503])
    expect([...registry.retryAfter]).toEqual([expect.stringMatching(/^[1-9]\d*$/)])
    const refused = registry.owed
    expect(refused).toBeGreaterThanOrEqual(10)
    const { status } = await bellbuoy.api.get('/api/v2.0/projects')
    expect(status, 'what needs no room goes on').toBe(200)

    await disk.free()
    const accepted = await waitUntil(async () => (await registry.post(bellbuoy)) === 200, {
      what: 'intake accepts again',
    })
    expect(accepted).toBe(true)
    await arrivals.waitForAll(['/hook'], registry.acknowledged)
    const executions = await policy.ended(registry.acknowledged.size)
    expect(executions, 'what was refused was not stored').toHaveLength(registry.acknowledged.size)
    expect(executions.filter((execution) => execution.status !== 'Success')).toEqual([])

    await registry.repost(bellbuoy)
    expect(registry.owed).toBe(0)
    await arrivals.waitForAll(['/hook'], registry.acknowledged)
    expect(await policy.ended(registry.acknowledged.size)).toHaveLength(registry.acknowledged.size)
    expect(arrivals.duplicates).toBe(0)
    await expectBalanced(disk.path)
  })

  test('a start says what to free, and works once there is room', async () => {
    const arrivals = new Arrivals()
    const registry = new RegistrySide()
    await using disk = await smallDisk(MEBIBYTES)
    await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
    await using first = await startBellbuoy({ dir: disk.path })
    await createPolicy(first.api, { targets: [receiver.url('/hook')] })
    await registry.post(first)
    await first.kill('SIGTERM')
    await disk.fill()

    const exited = await startBellbuoy({ dir: disk.path }).catch((error: unknown) => error)

    expect(exited).toBeInstanceOf(BellbuoyExited)
    const full = `the disk of ${disk.path} is full (0 KiB free): free at least 4 MiB on it and start again`
    expect((exited as BellbuoyExited).output).toContain(full)
    await disk.free()
    await using second = await startBellbuoy({ dir: disk.path })
    expect(await registry.post(second)).toBe(200)
    await arrivals.waitForAll(['/hook'], registry.acknowledged)
    await expectBalanced(disk.path)
  })

  test('a first event of a new project and a change of a policy are answered 503 too', async () => {
    const registry = new RegistrySide()
    await using disk = await smallDisk(MEBIBYTES)
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy({ dir: disk.path })
    const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url()] })
    await disk.fill()
    await postUntilRefused(registry, () => registry.post(bellbuoy))

    const change = async (): Promise<boolean> => {
      const { status } = await bellbuoy.api.put('/api/v2.0/configurations', { notification_enable: false })
      return status === 503
    }
    await waitUntil(change, { what: 'the smallest change finds no room left either' })

    // Looks within a second are shared, and the last one may be older than the full disk.
    const health = async () => (await bellbuoy.api.get('/api/v2.0/health')).body
    await expect
      .poll(health, { timeout: 5000 })
      .toMatchObject({ status: 'unhealthy', components: [{}, { name: 'database' }] })
    const firstOfProject = await registry.post(bellbuoy, 'new-project/app')
    const project = await bellbuoy.api.post('/api/v2.0/projects', { project_name: 'other' })
    const removal = await policy.remove().catch(String)

    expect({ firstOfProject, project: project.status }).toEqual({ firstOfProject: 503, project: 503 })
    expect(removal).toContain('answered 503')
    await disk.free()
    await policy.remove()
    await expectBalanced(disk.path)
  })

  test('an answer that came meanwhile is recorded afterwards, without a second request', async () => {
    const arrivals = new Arrivals()
    const answer = Promise.withResolvers<undefined>()
    const registry = new RegistrySide()
    await using disk = await smallDisk(MEBIBYTES)
    await using receiver = await startReceiver({
      respond: async (request) => {
        await answer.promise
        return arrivals.take(request)
      },
    })
    await using bellbuoy = await startBellbuoy({ dir: disk.path })
    const policy = await createPolicy(bellbuoy.api, { targets: [receiver.url('/hook')] })
    await registry.post(bellbuoy)
    await receiver.waitFor(1)
    await disk.fill()
    await postUntilRefused(registry, () => registry.post(bellbuoy))

    answer.resolve(undefined)
    await waitUntil(() => bellbuoy.output().includes('the store cannot write'), { what: 'the log says so' })
    expect((await policy.executions()).map(({ status }) => status)).toContain('Running')
    await disk.free()

    const executions = await policy.ended(registry.acknowledged.size)
    expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
    await arrivals.waitForAll(['/hook'], registry.acknowledged)
    expect(arrivals.duplicates).toBe(0)
    await waitUntil(() => bellbuoy.output().includes('the store can write again'), {
      what: 'the log says that it is over',
    })
    await expectBalanced(disk.path)
  })

  test('a process that is killed and started again when there is room has lost nothing', async () => {
    const arrivals = new Arrivals()
    const registry = new RegistrySide()
    await using disk = await smallDisk(MEBIBYTES)
    await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
    await using full = await startBellbuoy({ dir: disk.path })
    const policy = await createPolicy(full.api, { targets: [receiver.url('/hook')] })
    await disk.fill()
    await postUntilRefused(registry, () => registry.post(full))
    await full.kill('SIGKILL')
    await disk.free()

    await using bellbuoy = await startBellbuoy({ dir: disk.path })

    await arrivals.waitForAll(['/hook'], registry.acknowledged)
    const executions = await policy.from(bellbuoy.api).ended(registry.acknowledged.size)
    expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
    await expectBalanced(disk.path)
  })
})
