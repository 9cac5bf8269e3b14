import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteAppDatabase } from '../support/app/app-database.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

const LOG = { type: 'log', address: '' }
const NAME = 'eve\n{"level":50,"msg":"all is lost"}\u001b[2J'

let server: BellbuoyProcess
beforeAll(async () => {
  server = await startBellbuoy({ env: { BELLBUOY_LOG_TARGETS: 'true' } })
})
afterAll(() => server[Symbol.asyncDispose]())

test('each event is one line on standard output in the format of its target, and its attempt on record', async () => {
  const template = '"{{ actor.name }} pushed {{ repository.full_name }}"'
  const targets = [
    { ...LOG, payload_format: 'Bellbuoy' },
    { ...LOG, payload_format: 'Template', options: { template } },
  ]
  const policy = await createPolicy(server.api, { targets })
  await push(server, { user: NAME })
  const executions = await policy.ended(2)

  expect(executions.map(({ vendor_type, status }) => `${vendor_type} ${status}`)).toEqual([
    'LOG Success',
    'LOG Success',
  ])
  const lines = server.output().split('\n')
  expect(lines).toContain(String.raw`eve\u000a{"level":50,"msg":"all is lost"}\u001b[2J pushed team/app`)
  const payload = lines.find((line) => line.startsWith('{"version":'))
  expect(JSON.parse(payload ?? '')).toMatchObject({
    type: 'PUSH_ARTIFACT',
    actor: { name: NAME },
    repository: { full_name: 'team/app' },
  })
  expect(await policy.log(executions[0]!.id)).toContain('> write to standard output')
})

test('a target test writes a line, and the address is kept as stdout', async () => {
  const policy = await createPolicy(server.api, { name: 'plain', targets: [LOG] })
  const { body: stored } = await server.api.get(policy.path)
  expect(stored.targets[0]).toMatchObject({ type: 'log', address: 'stdout', payload_format: 'Default' })
  const { body } = await server.api.post('/api/v2.0/projects/team/webhook/targets/test', { target: LOG })
  expect(body).toMatchObject({ success: true })
  expect(server.output()).toContain(body.request.body)
  const elsewhere = policy.update({ targets: [{ ...LOG, address: '/etc/passwd' }] })
  await expect(elsewhere).rejects.toThrow('the address of a log target is stdout')
})

test('unless the operator turns them on, log targets are neither offered nor taken, and say why', async () => {
  await using app = await startTestApp()
  const { body: kinds } = await app.api.get('/api/v2.0/target-kinds')
  expect(kinds.map(({ type }: { type: string }) => type)).not.toContain('log')
  await expect(createPolicy(app.api, { targets: [LOG] })).rejects.toThrow(
    'log targets are off: only the operator of this server can let targets write to its standard output, with the setting LOG_TARGETS',
  )
})

test('when the operator turns them off, their deliveries fail for good, and others go on', async () => {
  await using receiver = await startReceiver()
  await using database = await sqliteAppDatabase()
  const on = await startTestApp({ database, settings: { LOG_TARGETS: 'true' } })
  const policy = await createPolicy(on.api, { targets: [LOG, receiver.url()] })
  await on[Symbol.asyncDispose]()
  await using off = await startTestApp({ database })
  await push(off)
  const executions = await policy.from(off.api).ended(2)
  expect(executions.map(({ vendor_type, status }) => `${vendor_type} ${status}`).toSorted()).toEqual([
    'LOG Error',
    'WEBHOOK Success',
  ])
})
