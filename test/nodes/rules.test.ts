import { describe, expect, test } from 'vitest'
import { adminPassword, sourceToken } from '../support/app/bellbuoy-process.ts'
import { openLiveStream } from '../support/app/live-stream.ts'
import { digestOf, push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { shared } from '../support/shared.ts'
import { waitUntil } from '../support/wait-until.ts'
import { startTwoApps } from './two-apps.ts'

const apps = shared(async (stack) => stack.use(await startTwoApps()))
const receiver = shared(async (stack) => stack.use(await startReceiver()))

const arrived = (path: string): readonly string[] =>
  receiver()
    .requests.filter((request) => request.path === path)
    .map(digestOf)

const arrives = (digest: string, path: string): Promise<true> =>
  waitUntil(() => (arrived(path).includes(digest) ? true : undefined), {
    what: `${digest} arrives at ${path}`,
  })

describe('a change of the rules in one process, before its answer, holds in the other', () => {
  test('a new policy gets the next event, and none after its deletion', async () => {
    const { one, other } = apps()
    const repository = 'fresh/app'
    for (let round = 0; round < 10; round++) {
      await push(other, { repository })
      const path = `/round-${round}`
      const policy = await createPolicy(one.api, {
        project: 'fresh',
        name: `round ${round}`,
        targets: [receiver().url(path)],
      })
      const wanted = await push(other, { repository })
      await policy.ended(1)
      await policy.remove()
      await push(other, { repository })
      await push(one, { repository })
      expect(arrived(path)).toEqual([wanted])
    }
  })

  test('a disabled policy gets nothing more, however busy the other process is', async () => {
    const { one, other } = apps()
    const repository = 'busy/app'
    const policy = await createPolicy(one.api, { project: 'busy', targets: [receiver().url('/busy')] })
    const before: string[] = []
    const after: string[] = []
    const change = { isAnswered: false, isOver: false }
    const posting = Array.from({ length: 4 }, async () => {
      while (!change.isOver) {
        const list = change.isAnswered ? after : before
        list.push(await push(other, { repository }))
      }
    })
    await waitUntil(() => (before.length > 20 ? true : undefined), { what: 'the other is busy' })
    await policy.update({ enabled: false })
    change.isAnswered = true
    await waitUntil(() => (after.length > 20 ? true : undefined), { what: 'the other goes on' })
    change.isOver = true
    await Promise.all(posting)
    await policy.ended(1)
    expect(after.filter((digest) => arrived('/busy').includes(digest))).toEqual([])
  })

  test('a target that has moved gets the next event at its new address', async () => {
    const { one, other } = apps()
    const repository = 'moved/app'
    const policy = await createPolicy(one.api, { project: 'moved', targets: [receiver().url('/0')] })
    for (let round = 0; round < 10; round++) {
      await arrives(await push(other, { repository }), `/${round}`)
      const address = receiver().url(`/${round + 1}`)
      await policy.update({ targets: [{ type: 'http', address }] })
    }
  })
})

test('a source token that was replaced in one process is refused by the other within two seconds', async () => {
  const { one, other } = apps()
  const token = 'another token for the test'
  await push(other)
  await one.store.sources.setToken('default', token)
  await waitUntil(
    async () =>
      (await push(other).then(
        () => false,
        () => true,
      )) || undefined,
    {
      what: 'the other refuses the old token',
      timeoutMs: 2000,
    },
  )
  await one.store.sources.setToken('default', sourceToken)
  await waitUntil(() => push(other), { what: 'the other takes the token again', timeoutMs: 2000 })
})

test('deliveries that one process has leased are not sent once the target is paused in the other', async () => {
  const { one, other } = apps()
  const gate = Promise.withResolvers<{ status: number }>()
  receiver().respond = ({ path }) => (path === '/gate' ? gate.promise : { status: 200 })
  const policy = await createPolicy(one.api, { project: 'gate', targets: [receiver().url('/gate')] })
  for (let count = 0; count < 20; count++) await push(other, { repository: 'gate/app' })
  const underWay = await waitUntil(
    () => (arrived('/gate').length > 3 ? arrived('/gate').length : undefined),
    {
      what: 'attempts are under way',
    },
  )
  const { body } = await one.api.get(policy.path)
  const { id } = (body as { targets: { id: number }[] }).targets[0]!
  const target = `/api/v2.0/projects/gate/webhook/targets/${id}`
  const heard = Promise.withResolvers<true>()
  other.store.onRulesChanged(() => heard.resolve(true))
  expect((await one.api.post(`${target}/pause`)).status).toBe(200)
  await heard.promise
  const held = `select count(*)::int as held from delivery where target_id = ${id} and state = 'running'`
  // The next attempt to end makes the process look at the target: it returns what has not started.
  gate.resolve({ status: 200 })
  await waitUntil(async () => (await apps().query(held))[0]?.['held'] === 0 || undefined, {
    what: 'nothing is leased',
  })
  const sent = arrived('/gate').length
  expect(sent).toBeGreaterThanOrEqual(underWay)
  expect(sent).toBeLessThan(20)
  expect((await one.api.post(`${target}/resume`)).status).toBe(200)
  await policy.ended(20)
  expect(new Set(arrived('/gate')).size).toBe(20)
})

test('a live stream of one process reports what the other stores', async () => {
  const { one, other } = apps()
  await createPolicy(one.api, { project: 'seen', targets: [receiver().url('/seen')] })
  await using stream = await openLiveStream(one.api, '/api/v2.0/projects/seen/webhook/live')
  await stream.notice(0)
  await waitUntil(() => other.store.otherNodes.areWatching, { what: 'the other process knows of the reader' })
  const before = stream.notices.length
  await push(other, { repository: 'seen/app' })
  const topics = async (): Promise<true | undefined> => {
    const heard = new Set(stream.notices.slice(before).flatMap((notice) => notice.topics))
    return heard.has('events') && heard.has('deliveries') ? true : undefined
  }
  await waitUntil(topics, { what: 'the stream reports the push and its delivery', timeoutMs: 3000 })
})

test('a session that began in one process is known to the other, and ends in both', async () => {
  const { one, other } = apps()
  const login = await fetch(`${one.url}/c/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ principal: 'admin', password: adminPassword }),
  })
  const cookie = login.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const me = async (url: string): Promise<number> =>
    (await fetch(`${url}/api/v2.0/users/current`, { headers: { cookie } })).status
  expect(await me(other.url)).toBe(200)
  await fetch(`${one.url}/c/log_out`, { headers: { cookie } })
  expect(await me(other.url)).toBe(401)
})
