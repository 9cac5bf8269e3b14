import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { ConfigurationResponse } from '../../src/contract/configuration.ts'
import { ErrorResponse } from '../../src/contract/error.ts'
import { ExecutionResponse, TaskResponse } from '../../src/contract/execution.ts'
import { NotificationResponse } from '../../src/contract/notification.ts'
import { PolicyResponse } from '../../src/contract/policy.ts'
import { ProjectResponse } from '../../src/contract/project.ts'
import { envelope, pushEvent } from '../support/envelopes.ts'
import { startReceiver } from '../support/receiver.ts'
import { startTestApp } from '../support/start-test-app.ts'

/** Holds an answer against its schema, and refuses what the schema does not name. */
function expectToFit(schema: TSchema, value: unknown): void {
  const compiled = Compile(schema)
  expect(compiled.Errors(value)).toEqual([])
  expect(compiled.Clean(structuredClone(value))).toEqual(value)
}

test('every answer is what the contract says, and no more', async () => {
  await using app = await startTestApp()
  await using receiver = await startReceiver()
  const { api } = app
  await api.post('/api/v2.0/projects', { project_name: 'shop', metadata: { public: 'true' } })
  const policies = '/api/v2.0/projects/shop/webhook/policies'
  const target = { type: 'http', address: receiver.url(), auth_header: 'x', skip_cert_verify: true }
  const policy = {
    name: 'ci',
    description: 'd',
    enabled: true,
    event_types: ['pushImage'],
    targets: [target],
  }
  await api.post(policies, policy)
  const told = await app.postEnvelope(
    envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })]),
  )
  await receiver.waitFor(1)
  expectToFit(NotificationResponse, told.body)
  expectToFit(ProjectResponse, (await api.get('/api/v2.0/projects')).body[0])
  expectToFit(PolicyResponse, (await api.get(policies)).body[0])
  expectToFit(PolicyResponse, (await api.get(`${policies}/1`)).body)
  expectToFit(ExecutionResponse, (await api.get(`${policies}/1/executions`)).body[0])
  expectToFit(TaskResponse, (await api.get(`${policies}/1/executions/1/tasks`)).body[0])
  expectToFit(ConfigurationResponse, (await api.get('/api/v2.0/configurations')).body)
  expectToFit(ErrorResponse, (await api.get('/api/v2.0/projects/none/webhook/policies')).body)
})
