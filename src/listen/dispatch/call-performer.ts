import type { Agent } from 'undici'
import { messageOf } from '../../domain/errors.ts'
import { createAddressGuard } from '../../net/address-guard.ts'
import { openAgent } from '../../net/open-agent.ts'
import { USER_AGENT } from '../../version.ts'
import { BoundedOutput } from '../launch/bounded-output.ts'
import type { EndReason } from '../launch/launch-order.ts'
import { masked } from '../launch/masked.ts'
import { type RenderedCall, renderCall } from '../rules/calls/render-call.ts'
import type { CallAction } from '../rules/rule.ts'
import type { ClaimedRun } from '../store/operations.ts'
import { type PerformWanted, type Performed, type Performer, failedResult, notStarted } from './perform.ts'

const CONNECT_WITHIN_MS = 10_000
/** What is longer of an answer is not read. */
const MAX_ANSWER_BYTES = 1024 ** 2

export interface CallPerformerParts {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Values that no output may show, beside the secrets of the call. */
  readonly secrets: () => readonly string[]
}

/** Carries out runs that are HTTP calls. Their addresses are the operator's own, so those of this machine and its network are allowed. */
export class CallPerformer implements Performer, AsyncDisposable {
  readonly #parts: CallPerformerParts
  readonly #agent: Agent = openAgent({
    guard: createAddressGuard({ allow: [], deny: [], allowLoopback: true }),
    timeoutMs: CONNECT_WITHIN_MS,
  })
  readonly #underWay = new Map<number, AbortController>()

  constructor(parts: CallPerformerParts) {
    this.#parts = parts
  }

  async perform({ run, rule, mayGo }: PerformWanted): Promise<Performed> {
    if (rule.action.kind !== 'call') return notStarted('its rule has no call')
    const call = await this.#render(rule.action, run)
    if ('fault' in call) return notStarted(call.fault)
    if (!(await mayGo(null))) return { kind: 'kept' }
    const ending = new AbortController()
    this.#underWay.set(run.id, ending)
    const startedMs = performance.now()
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(rule.timeLimitMs)])
    const answer = await this.#exchange(call, signal)
    this.#underWay.delete(run.id)
    const secrets = [...this.#parts.secrets(), ...secretsOf(rule.action, call)]
    const result = resultOf({ ...answer, durationMs: performance.now() - startedMs }, secrets)
    return ending.signal.aborted
      ? { kind: 'cut off', why: ending.signal.reason as EndReason, result }
      : { kind: 'ended', result }
  }

  end(run: number, why: EndReason): void {
    this.#underWay.get(run)?.abort(why)
  }

  #render(action: CallAction, { webhookId, contentType, body, facts }: ClaimedRun) {
    const identity = { kind: 'id', id: webhookId, redelivery: 0 } as const
    const { environment } = this.#parts
    const webhook = { identity, contentType, body: Buffer.from(body) }
    return renderCall({ action, webhook, facts, environment })
  }

  /** Redirects are not followed: they are answers that are no 2xx. */
  async #exchange({ url, method, headers, body }: RenderedCall, signal: AbortSignal): Promise<CallAnswer> {
    const output = new BoundedOutput()
    let statusCode: number | null = null
    try {
      const { origin, pathname, search } = new URL(url)
      const answer = await this.#agent.request({
        origin,
        path: `${pathname}${search}`,
        method,
        headers: { 'user-agent': USER_AGENT, ...headers },
        body: body.length === 0 ? null : body,
        signal,
      })
      ;({ statusCode } = answer)
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        output.add(chunk)
        if (output.totalBytes >= MAX_ANSWER_BYTES) break
      }
      return { statusCode, fault: null, output: output.text() }
    } catch (error) {
      return { statusCode, fault: faultOf(signal, error), output: output.text() }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy()
  }
}

interface CallAnswer {
  readonly statusCode: number | null
  readonly fault: string | null
  readonly output: string
}

function faultOf(signal: AbortSignal, error: unknown): string {
  if (!signal.aborted) return `the call failed: ${messageOf(error)}`
  if (signal.reason === 'stop') return 'a person stopped it'
  return signal.reason === 'shutdown' ? 'the listener ended' : 'it took longer than its time limit'
}

function resultOf(
  { statusCode, fault, output, durationMs }: CallAnswer & { readonly durationMs: number },
  secrets: readonly string[],
) {
  const isSuccess = fault === null && statusCode !== null && statusCode >= 200 && statusCode < 300
  const reason = isSuccess ? '' : (fault ?? `it was answered with ${statusCode}`)
  return {
    ...failedResult(masked(reason, secrets)),
    isSuccess,
    statusCode,
    durationMs,
    output: masked(output, secrets),
  }
}

/** What the call alone knows, and an answer may repeat. */
function secretsOf(
  { secretHeaders = {}, secretQuery = {} }: CallAction,
  { headers, url }: RenderedCall,
): readonly string[] {
  const { searchParams } = new URL(url)
  return [
    ...Object.entries(secretHeaders).map(([name, { prefix }]) => (headers[name] ?? '').slice(prefix.length)),
    ...Object.entries(secretQuery).map(([name, { prefix }]) =>
      (searchParams.get(name) ?? '').slice(prefix.length),
    ),
  ]
}
