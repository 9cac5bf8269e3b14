import type { ExecutionResponse } from '../../../src/contract/history/execution.ts'
import { envelope, pushEvent } from '../events/envelopes.ts'
import { type Receiver, startReceiver } from '../receivers/receiver.ts'
import { type TestApp, startTestApp } from './start-test-app.ts'
import { waitUntil } from '../wait-until.ts'
import { POLICIES } from './shop-paths.ts'

/** An app with one policy, whose receiver answers 500 to the pushes of the user `fails` and 200 to all others. */
export interface DeliveredPushes extends AsyncDisposable {
  readonly app: TestApp
  readonly receiver: Receiver
  /** The path of the policy's executions. */
  readonly executions: string
  /** Has `user` push once, and gives the execution as soon as it has ended: after two attempts if it fails. */
  readonly pushedBy: (user: string) => Promise<ExecutionResponse>
}

export async function startDeliveredPushes(): Promise<DeliveredPushes> {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(
    await startReceiver({
      respond: ({ body }) =>
        body.includes('"operator":"fails"')
          ? { status: 500, headers: { 'x-why': 'storm' }, body: 'out of order' }
          : { status: 200, body: 'ahoy' },
    }),
  )
  const app = stack.use(
    await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1' } }),
  )
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const targets = [{ type: 'http', address: receiver.url('/hook?a=b'), auth_header: 'Bearer abc' }]
  const policy = { name: 'ci', enabled: true, event_types: ['PUSH_ARTIFACT'], targets }
  const executions = `${String((await app.api.post(POLICIES, policy)).headers['location'])}/executions`
  const owned = stack.move()
  return {
    app,
    receiver,
    executions,
    pushedBy: (user) => pushedBy(app, executions, user),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function pushedBy(app: TestApp, executions: string, user: string): Promise<ExecutionResponse> {
  const newest = async (): Promise<ExecutionResponse | undefined> =>
    (await app.api.get(`${executions}?page_size=1`)).body[0]
  const before = await newest()
  await app.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1', user })]))
  const ended = async (): Promise<ExecutionResponse | false> => {
    const execution = await newest()
    const hasEnded = ['Success', 'Error'].includes(execution?.status ?? '')
    return execution !== undefined && execution.id !== before?.id && hasEnded && execution
  }
  return waitUntil(ended, { what: 'the delivery ends' })
}
