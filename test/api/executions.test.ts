import { beforeAll, expect, test } from 'vitest'
import { type DeliveredPushes, startDeliveredPushes } from '../support/app/delivered-pushes.ts'
import { POLICIES } from '../support/app/shop-paths.ts'
import { waitUntil } from '../support/wait-until.ts'

let pushes: DeliveredPushes

beforeAll(async () => {
  pushes = await startDeliveredPushes()
  return () => pushes[Symbol.asyncDispose]()
})

const time = expect.stringMatching(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

test('an execution that succeeded has Harbor’s keys in their order, and the very body that was sent', async () => {
  const execution = await pushes.pushedBy('ci')
  expect(execution).toEqual({
    end_time: time,
    extra_attrs: { event_type: 'PUSH_ARTIFACT', payload: pushes.receiver.requests.at(-1)?.body },
    id: expect.any(Number),
    metrics: { success_task_count: 1, task_count: 1 },
    start_time: time,
    status: 'Success',
    trigger: 'EVENT',
    vendor_id: Number(pushes.executions.split('/').at(-2)),
    vendor_type: 'WEBHOOK',
  })
  expect(Object.keys(execution)).toEqual(Object.keys(execution).toSorted())
})

test('an execution that failed says why', async () => {
  const execution = await pushes.pushedBy('fails')
  expect(execution).toMatchObject({
    end_time: time,
    metrics: { error_task_count: 1, task_count: 1 },
    status: 'Error',
    status_message: 'the receiver answered 500; gave up: all 1 retries are used',
  })
  expect(Object.keys(execution)).toEqual(Object.keys(execution).toSorted())
})

test('an execution has one task, which counts its attempts', async () => {
  const { id } = await pushes.pushedBy('fails')
  const { status, headers, body } = await pushes.app.api.get(`${pushes.executions}/${id}/tasks`)
  expect([status, headers['x-total-count'], headers['link']]).toEqual([200, '1', undefined])
  expect(body).toEqual([
    {
      creation_time: time,
      end_time: time,
      execution_id: id,
      id: expect.any(Number),
      run_count: 2,
      start_time: time,
      status: 'Error',
      status_message: 'the receiver answered 500; gave up: all 1 retries are used',
      update_time: time,
    },
  ])
  expect(Object.keys(body[0])).toEqual(Object.keys(body[0]).toSorted())
  expect((await pushes.app.api.get(`${pushes.executions}/${id}/tasks?page=2`)).body).toEqual([])
})

test('executions are listed newest first, by pages', async () => {
  const [first, second] = [await pushes.pushedBy('one'), await pushes.pushedBy('two')]
  const { body, headers } = await pushes.app.api.get(`${pushes.executions}?page_size=2`)
  expect(body.map(({ id }: { id: number }) => id)).toEqual([second.id, first.id])
  expect(Number(headers['x-total-count'])).toBeGreaterThanOrEqual(2)
  const { body: next } = await pushes.app.api.get(`${pushes.executions}?page_size=1&page=2`)
  expect(next[0].id).toBe(first.id)
})

test('an execution, task or log that does not exist is not found, in Harbor’s words', async () => {
  const { id } = await pushes.pushedBy('ci')
  const [task] = (await pushes.app.api.get(`${pushes.executions}/${id}/tasks`)).body
  const message = async (path: string) => {
    const { status, body } = await pushes.app.api.get(`${pushes.executions}${path}`)
    return [status, body.errors[0].code, body.errors[0].message]
  }
  const noExecution = [404, 'NOT_FOUND', 'execution 4711 not found']
  expect(await message('/4711/tasks')).toEqual(noExecution)
  expect(await message(`/4711/tasks/${task.id}/log`)).toEqual(noExecution)
  expect(await message(`/${id}/tasks/4711/log`)).toEqual([404, 'NOT_FOUND', 'task 4711 not found'])
  const other = await pushes.pushedBy('ci')
  const notOfIt = `resource not found: task ${other.id} not found in execution ${id}`
  expect(await message(`/${id}/tasks/${other.id}/log`)).toEqual([404, 'NOT_FOUND', notOfIt])
})

test('an execution of another policy is not found', async () => {
  const { id } = await pushes.pushedBy('ci')
  const targets = [{ type: 'http', address: pushes.receiver.url() }]
  const policy = { name: 'other', event_types: ['PUSH_ARTIFACT'], targets }
  const place = String((await pushes.app.api.post(POLICIES, policy)).headers['location'])
  const { status, body } = await pushes.app.api.get(`${place}/executions/${id}/tasks`)
  const message = `resource not found: execution ${id} not found in policy ${place.split('/').at(-1)}`
  expect([status, body.errors[0].message]).toEqual([404, message])
  expect((await pushes.app.api.get(`${place}/executions/${id}/tasks/${id}/log`)).status).toBe(404)
  expect((await pushes.app.api.get(`${place}/executions`)).body).toEqual([])
})

test('jobs are asked by several states, joined by commas or each on its own', async () => {
  const { id, vendor_id } = await pushes.pushedBy('jobs')
  const idsOf = async (search: string) => {
    const { status, body } = await pushes.app.api.get(
      `/api/v2.0/projects/shop/webhook/jobs?policy_id=${vendor_id}&page_size=100${search}`,
    )
    expect(status).toBe(200)
    return body.map((job: { id: number }) => job.id)
  }
  await waitUntil(async () => (await idsOf('&status=Success')).includes(id), { what: 'the job has ended' })
  for (const search of [
    '&status=Error&status=Success',
    '&status=Error,Success',
    '&status=Error,Stopped&status=Success',
  ])
    expect(await idsOf(search)).toContain(id)
  expect(await idsOf('&status=Error&status=Stopped')).not.toContain(id)
})
