import type { ExecutionResponse } from '../../../src/contract/history/execution.ts'
import type { PolicyRequest, TargetRequest } from '../../../src/contract/webhooks/policy.ts'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { waitUntil } from '../wait-until.ts'

const ENDED: readonly string[] = ['Success', 'Error', 'Stopped']

export interface WebhookPolicyOptions {
  /** Made when there is none. */
  readonly project?: string
  readonly name?: string
  readonly eventTypes?: readonly string[]
  /** As the setting says when left out. */
  readonly harborWay?: boolean
  /** An address stands for an http target that has nothing else. */
  readonly targets: readonly (string | TargetRequest)[]
}

/** A policy that was made through the API, and what the API tells of its deliveries. */
export class WebhookPolicy implements AsyncDisposable {
  readonly id: number
  readonly #api: ApiClient
  readonly #path: string
  readonly #request: PolicyRequest

  constructor(api: ApiClient, path: string, request: PolicyRequest) {
    this.id = Number(path.split('/').at(-1))
    this.#api = api
    this.#path = path
    this.#request = request
  }

  /** The same policy as another client sees it: of the server that has been restarted, for example. */
  from(api: ApiClient): WebhookPolicy {
    return new WebhookPolicy(api, this.#path, this.#request)
  }

  /** The path of the policy. */
  get path(): string {
    return this.#path
  }

  /** Puts the policy as it was made, but for these fields. */
  async update(changes: PolicyRequest): Promise<void> {
    expectStatus(await this.#api.put(this.#path, { ...this.#request, ...changes }), 200)
  }

  async remove(): Promise<void> {
    expectStatus(await this.#api.delete(this.#path), 200)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }

  /** Every delivery, oldest first. */
  async executions(): Promise<readonly ExecutionResponse[]> {
    const { body } = expectStatus(await this.#api.get(`${this.#path}/executions?page_size=0`), 200)
    return (body as ExecutionResponse[]).toReversed()
  }

  /** Every delivery, oldest first, as soon as there are `count` and all have ended. */
  async ended(count: number, timeoutMs = 10_000): Promise<readonly ExecutionResponse[]> {
    const ended = async (): Promise<readonly ExecutionResponse[]> => {
      const executions = await this.executions()
      const open = executions.filter(({ status }) => !ENDED.includes(status))
      if (executions.length >= count && open.length === 0) return executions
      throw new Error(
        `there are ${executions.length}, of which ${open.length} are open: ${JSON.stringify(open[0])}`,
      )
    }
    return waitUntil(ended, { what: `${count} deliveries end`, timeoutMs, intervalMs: 20 })
  }

  /** The one delivery, as soon as it has ended. */
  async endedAlone(timeoutMs?: number): Promise<ExecutionResponse> {
    return (await this.ended(1, timeoutMs))[0]!
  }

  /** The log of a delivery, as text. */
  async log(executionId: number): Promise<string> {
    const path = `${this.#path}/executions/${executionId}/tasks/${executionId}/log`
    return String(expectStatus(await this.#api.get(path), 200).body)
  }
}

/** Makes an enabled policy that wants pushes. */
export async function createPolicy(
  api: ApiClient,
  {
    project = 'team',
    name = 'policy',
    eventTypes = ['PUSH_ARTIFACT'],
    harborWay,
    targets,
  }: WebhookPolicyOptions,
): Promise<WebhookPolicy> {
  await api.post('/api/v2.0/projects', { project_name: project })
  const request: PolicyRequest = {
    name,
    enabled: true,
    event_types: [...eventTypes],
    ...(harborWay !== undefined && { harbor_way: harborWay }),
    targets: targets.map((target) =>
      typeof target === 'string' ? { type: 'http', address: target } : { type: 'http', ...target },
    ),
  }
  const path = `/api/v2.0/projects/${project}/webhook/policies`
  const { headers } = expectStatus(await api.post(path, request), 201)
  return new WebhookPolicy(api, String(headers['location']), request)
}

function expectStatus(answer: ApiAnswer, status: number): ApiAnswer {
  if (answer.status === status) return answer
  throw new Error(`answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`)
}
