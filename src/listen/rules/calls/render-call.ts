import { headerBytes } from '../../../domain/header-value.ts'
import type { TemplateFault } from '../../../payloads/template/liquid.ts'
import type { TextTemplate } from '../../../payloads/template/text-template.ts'
import type { Facts, Webhook } from '../../webhook/webhook.ts'
import type { CallAction, SecretValue } from '../rule.ts'
import { callVariables, jsonBody } from './call-variables.ts'
import { type CompiledCall, compiledCall } from './compiled-call.ts'
import { type Environment, readSecret } from './read-secret.ts'

/** A request that is ready to be made. */
export interface RenderedCall {
  readonly method: string
  readonly url: string
  /** For logs: without the secrets of the query. */
  readonly shownUrl: string
  /** Names in small letters; each character of a value is one byte, as `headerBytes` says. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What there is to do. A run keeps of its webhook what this needs. */
export interface CallInput {
  readonly action: CallAction
  readonly webhook: Pick<Webhook, 'identity' | 'contentType' | 'body'>
  readonly facts: Facts
  /** The listener's own, for secrets in variables. */
  readonly environment: Environment
}

export type RenderedCallEnd = RenderedCall | { readonly fault: string }

/**
 * Writes the request of a call. Facts come from anyone who pushes: in a URL and a form they are percent-encoded, in JSON escaped,
 * in a header and in text without control characters. A fault says why there is no request, and shows no secret.
 */
export async function renderCall({
  action,
  webhook,
  facts,
  environment,
}: CallInput): Promise<RenderedCallEnd> {
  const { identity } = webhook
  const id = identity.kind === 'id' ? identity.id : identity.sha256
  const variables = callVariables(facts, id, jsonBody(webhook.body))
  const templates = compiledCall(action)
  const url = renderUrl(templates.url, variables)
  if ('fault' in url) return url
  const headers = renderHeaders(templates.headers, variables)
  if ('fault' in headers) return headers
  const body = renderBody(action.method, templates.body, webhook, variables)
  if ('fault' in body) return body
  const secretHeaders = await readSecrets(action.secretHeaders, environment)
  if ('fault' in secretHeaders) return secretHeaders
  const secretQuery = await readSecrets(action.secretQuery, environment)
  if ('fault' in secretQuery) return secretQuery
  return {
    method: action.method,
    url: withQuery(url.text, secretQuery.values),
    shownUrl: url.text,
    headers: { ...body.headers, ...headers.values, ...bytesOf(secretHeaders.values) },
    body: body.content,
  }
}

type Values = Readonly<Record<string, string>>
type Fault = { readonly fault: string }

/** A fact may not lead to another path, either: `..` in a URL leads upwards, however it is encoded. */
function renderUrl(
  template: TextTemplate | TemplateFault,
  variables: object,
): { readonly text: string } | Fault {
  const rendered = textOf(template, variables, (value) => encodeURIComponent(value.toWellFormed()))
  if ('fault' in rendered) return { fault: `the url cannot be written: ${rendered.fault}` }
  const path = rendered.text.replace(/[?#].*$/s, '')
  if (/\/(?:\.|%2e){1,2}(?=\/|$)/i.test(path) || !URL.canParse(rendered.text))
    return { fault: 'the url cannot be written: a fact would lead to another path' }
  return { text: new URL(rendered.text).href }
}

function renderHeaders(
  templates: CompiledCall['headers'],
  variables: object,
): { readonly values: Values } | Fault {
  const values: Record<string, string> = {}
  for (const [name, template] of templates) {
    const rendered = textOf(template, variables, (value) => value.toWellFormed().replaceAll(/\p{Cc}/gu, ' '))
    if ('fault' in rendered) return { fault: `the header ${name} cannot be written: ${rendered.fault}` }
    values[name] = headerBytes(rendered.text)
  }
  return { values }
}

/** Without a template the body of the webhook goes on as it arrived; a GET has none. */
function renderBody(
  method: string,
  template: CompiledCall['body'],
  { contentType, body }: CallInput['webhook'],
  variables: object,
): { readonly content: Buffer; readonly headers: Values } | Fault {
  if (template === null && method === 'GET') return { content: Buffer.alloc(0), headers: {} }
  if (template === null) {
    return { content: body, headers: contentType === '' ? {} : { 'content-type': headerBytes(contentType) } }
  }
  if ('fault' in template) return { fault: `the body cannot be written: ${template.fault}` }
  const rendered = template.render(variables)
  if ('fault' in rendered) return { fault: `the body cannot be written: ${rendered.fault}` }
  return { content: Buffer.from(rendered.text), headers: { 'content-type': template.contentType } }
}

function textOf(
  template: TextTemplate | TemplateFault,
  variables: object,
  escape: (value: string) => string,
): { readonly text: string } | Fault {
  return 'fault' in template ? template : template.render(variables, escape)
}

async function readSecrets(
  wanted: Readonly<Record<string, SecretValue>> = {},
  environment: Environment,
): Promise<{ readonly values: Values } | Fault> {
  const values: Record<string, string> = {}
  for (const [name, { prefix, source }] of Object.entries(wanted)) {
    const reading = await readSecret(source, environment)
    if ('fault' in reading) return { fault: `the secret of ${name}: ${reading.fault}` }
    values[name] = `${prefix}${reading.secret}`
  }
  return { values }
}

function bytesOf(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, headerBytes(value)]))
}

function withQuery(url: string, query: Values): string {
  const whole = new URL(url)
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value)
  return Object.keys(query).length === 0 ? url : whole.href
}
