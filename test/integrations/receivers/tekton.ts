import { type Reading, type Webhook, nothing, valueAt } from './webhook.ts'

export interface Trigger {
  /** What the CEL filter wants of the header `Authorization`, of `X-Bellbuoy-Event`, and of paths into the body. */
  readonly authorization: string
  readonly eventType: string
  readonly body: Readonly<Record<string, string>>
  /** The parameters of the binding: `$(body.…)` or `$(header.…)` each. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * An EventListener with a CEL interceptor and a binding, by tektoncd/triggers v0.37.0: `pkg/sink/validate_payload.go`, `sink.go`,
 * `pkg/interceptors/cel/cel.go`, `pkg/template/event.go` and `jsonpath.go`. The answer comes before the trigger is evaluated.
 */
export function tekton(webhook: Webhook, trigger: Trigger): Reading {
  if (!isObject(webhook.body)) return nothing(400)
  const { headers, body } = webhook
  const passes =
    headers.authorization === trigger.authorization &&
    headers['x-bellbuoy-event'] === trigger.eventType &&
    Object.entries(trigger.body).every(([path, value]) => valueAt(body, path) === value)
  const params = Object.entries(trigger.params).map(([name, expression]) => [
    name,
    resolve(expression, webhook),
  ])
  // A name that is not found fails the trigger.
  if (!passes || params.some(([, value]) => value === undefined)) return nothing(202)
  return { status: 202, acts: params.map((param) => param.join('=')) }
}

function resolve(expression: string, { headers, body }: Webhook): string | undefined {
  const [, root, path = ''] = /^\$\((body|header)\.(.+)\)$/.exec(expression) ?? []
  if (root !== 'header') return valueAt(body, path)
  return headers[path.toLowerCase()]?.toString()
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
