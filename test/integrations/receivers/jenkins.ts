import { type Reading, type Webhook, nothing, valueAt } from './webhook.ts'

export interface GenericTrigger {
  readonly token: string
  /** JSONPaths by the names of their variables. */
  readonly variables: Readonly<Record<string, string>>
  readonly headers: readonly string[]
  readonly filterText: string
  readonly filterExpression: string
}

/**
 * The plugin Generic Webhook Trigger, by jenkinsci/generic-webhook-trigger-plugin 2.4.1: `GenericWebHookRequestReceiver.java`,
 * `resolvers/RequestHeaderResolver.java`, `resolvers/PostContentParameterResolver.java` and `Renderer.java`.
 */
export function jenkins(webhook: Webhook, job: GenericTrigger): Reading {
  if (webhook.path !== '/generic-webhook-trigger/invoke') return nothing(404)
  if (webhook.headers.authorization !== `Bearer ${job.token}`) return nothing(404)
  const variables = { ...ofHeaders(webhook, job.headers), ...ofBody(webhook, job.variables) }
  // A name that is unknown stays as it stands.
  const text = job.filterText.replaceAll(/\$(\w+)/g, (name, key: string) => variables[key] ?? name)
  if (!new RegExp(job.filterExpression).test(text)) return nothing(200)
  return { status: 200, acts: Object.entries(variables).map(([name, value]) => `${name}=${value}`) }
}

function ofHeaders({ headers }: Webhook, names: readonly string[]): Record<string, string> {
  const known = names.map((name) => name.toLowerCase()).filter((name) => headers[name] !== undefined)
  return Object.fromEntries(known.map((name) => [name.replaceAll('-', '_'), String(headers[name])]))
}

function ofBody({ body }: Webhook, paths: Readonly<Record<string, string>>): Record<string, string> {
  const found = Object.entries(paths).map(
    ([name, path]) => [name, valueAt(body, path.replace('$.', ''))] as const,
  )
  return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
