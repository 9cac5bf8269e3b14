import { readFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { HOSTILE_TEMPLATES } from '../../test/support/events/hostile-templates.ts'
import { waitUntil } from '../../test/support/wait-until.ts'
import { BoundedWork } from './bounded-work.ts'
import { FREE_CPU_MS, MAX_CPU_MS, SLICE_CPU_MS, SLICE_EVERY_MS } from './budget.ts'

/** The processes have the lowest priority: beside other tests they take long. */
vi.setConfig({ testTimeout: 300_000 })

type Fill = (template: string, owner?: string, maxWaiting?: number) => ReturnType<BoundedWork['run']>

const fillBy =
  (work: BoundedWork): Fill =>
  (template, owner = 'policy 1', maxWaiting = Infinity) => {
    const input = { template, variables: '{"type":"PUSH_ARTIFACT"}', attachment: '', names: ['type'] }
    return work.run({ name: 'fill', input, owner, maxWaiting })
  }

const FINE = { result: { body: '["PUSH_ARTIFACT"]', missing: [] } }

// Each has processes of its own, and they wait side by side.
test.concurrent.for(HOSTILE_TEMPLATES)(
  '%s is ended, and the next template is filled',
  async ([, template]) => {
    using work = new BoundedWork()
    const fill = fillBy(work)
    const end = await fill(template)
    const isOver =
      end !== null && ('overBudget' in end || ('fault' in end.result && end.result.isOverBudget === true))
    expect(isOver).toBe(true)
    expect(await fill('[{{ type }}]')).toEqual(FINE)
  },
)

const [[, ENDLESS] = ['', '']] = HOSTILE_TEMPLATES

test.concurrent('what takes too much says what it took too much of', async () => {
  using work = new BoundedWork()
  const fill = fillBy(work)
  expect(await fill(ENDLESS)).toEqual({ overBudget: 'it takes more than 500 ms of processor time' })
  const hungry = HOSTILE_TEMPLATES.find(([name]) => name === 'a captured text without end')![1]
  expect(await fill(hungry)).toEqual({
    overBudget: expect.stringMatching(/96 MiB of memory|500 ms of processor/),
  })
})

test.concurrent('those that take long go on a little at a time, and in turn', async () => {
  using work = new BoundedWork()
  const fill = fillBy(work)
  const began = performance.now()
  await Promise.all([fill(ENDLESS, 'one'), fill(ENDLESS, 'other')])
  const beyondFreeMs = 2 * (MAX_CPU_MS - FREE_CPU_MS)
  // A slice may turn out longer, since the watch looks only now and then.
  const slices = beyondFreeMs / (4 * SLICE_CPU_MS)
  expect(performance.now() - began).toBeGreaterThan(slices * SLICE_EVERY_MS)
})

test.concurrent('one that takes long keeps no other waiting, whether it has ended or not', async () => {
  using work = new BoundedWork()
  const fill = fillBy(work)
  const long = ['long', 'longer'].map((owner) => fill(ENDLESS, owner))
  for (let times = 0; times < 20; times++) expect(await fill('[{{ type }}]', 'short')).toEqual(FINE)
  await Promise.all(long)
})

test.concurrent('what has waited too long for its turn is not done', async () => {
  using work = new BoundedWork()
  const fill = fillBy(work)
  const long = fill(ENDLESS, 'same')
  const input = {
    template: '[{{ type }}]',
    variables: '{"type":"PUSH_ARTIFACT"}',
    attachment: '',
    names: ['type'],
  }
  expect(await work.run({ name: 'fill', input, owner: 'same', maxWaitMs: 20 })).toBeNull()
  await long
  expect(await work.run({ name: 'fill', input, owner: 'same', maxWaitMs: 60_000 })).toEqual(FINE)
})

test.concurrent('who takes too much again and again keeps nobody else waiting', async () => {
  using work = new BoundedWork()
  const fill = fillBy(work)
  await fill(ENDLESS, 'greedy')
  await fill(ENDLESS, 'greedier')
  let ended = 0
  const others = ['greedy', 'greedier'].map((owner) => fill(ENDLESS, owner).then(() => ended++))
  for (let times = 0; times < 20; times++) expect(await fill('[{{ type }}]', 'modest')).toEqual(FINE)
  expect(ended).toBeLessThan(2)
  await Promise.all(others)
})

test.concurrent('who waits for answers may have so many waiting, and hears of it', async () => {
  using work = new BoundedWork()
  const fill = fillBy(work)
  const answers = await Promise.allSettled(Array.from({ length: 6 }, () => fill('[{{ type }}]', 'drafts', 3)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  expect(answers.at(-1)).toMatchObject({ reason: { code: 'TOO_MANY_REQUESTS' } })
})

test('when the process that starts the others is gone, another takes its place', async () => {
  using own = new BoundedWork()
  const input = {
    template: '[{{ type }}]',
    variables: '{"type":"PUSH_ARTIFACT"}',
    attachment: '',
    names: ['type'],
  }
  const others = await childrenOf(process.pid)
  expect(await own.run({ name: 'fill', input, owner: 'a' })).toMatchObject(FINE_BODY)
  const [launcher] = [...(await childrenOf(process.pid))].filter((pid) => !others.has(pid))
  const started = await childrenOf(launcher!)
  process.kill(launcher!, 'SIGKILL')
  await waitUntil(() => [...started].every((pid) => !isRunning(pid)), { what: 'its processes end with it' })
  expect(await own.run({ name: 'fill', input, owner: 'a' })).toMatchObject(FINE_BODY)
})

test('a process that has stopped itself ends with the one that started it', async () => {
  using own = new BoundedWork()
  const input = { template: ENDLESS, variables: '{}', attachment: '', names: [] }
  const others = await childrenOf(process.pid)
  const ended = Promise.allSettled([own.run({ name: 'fill', input, owner: 'a' })])
  const [launcher] = [...(await childrenOf(process.pid))].filter((pid) => !others.has(pid))
  const stopped = await waitUntil(
    async () => {
      for (const pid of await childrenOf(launcher!)) if (await isStopped(pid)) return pid
      return undefined
    },
    { what: 'it stops', timeoutMs: 60_000 },
  )
  process.kill(launcher!, 'SIGKILL')
  await waitUntil(() => !isRunning(stopped), { what: 'it ends' })
  expect(await ended).toMatchObject([{ status: 'rejected' }])
})

test('a process that ends while it has nothing to do is replaced', async () => {
  using own = new BoundedWork()
  const input = {
    template: '[{{ type }}]',
    variables: '{"type":"PUSH_ARTIFACT"}',
    attachment: '',
    names: ['type'],
  }
  const others = await childrenOf(process.pid)
  await own.run({ name: 'fill', input, owner: 'a' })
  const [launcher] = [...(await childrenOf(process.pid))].filter((pid) => !others.has(pid))
  const [idle] = await childrenOf(launcher!)
  process.kill(idle!, 'SIGKILL')
  await waitUntil(() => !isRunning(idle!), { what: 'it ends' })
  expect(await own.run({ name: 'fill', input, owner: 'a' })).toMatchObject(FINE_BODY)
})

const FINE_BODY = { result: { body: '["PUSH_ARTIFACT"]' } }

async function childrenOf(pid: number): Promise<ReadonlySet<number>> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return new Set(children.split(' ').filter(Boolean).map(Number))
}

async function isStopped(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return / T /.test(stat)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('at the end, what waits or is under way has not been done', async () => {
  const closing = new BoundedWork()
  const input = { template: ENDLESS, variables: '{}', attachment: '', names: [] }
  const ends = ['a', 'b', 'b'].map((owner) => closing.run({ name: 'fill', input, owner }))
  closing[Symbol.dispose]()
  expect(await Promise.all(ends)).toEqual([null, null, null])
  expect(await closing.run({ name: 'fill', input, owner: 'a' })).toBeNull()
})
