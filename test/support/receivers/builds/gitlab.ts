import { first, unknown } from '../chats/chat-double.ts'
import { type BuildDouble, namedInCapitals } from './build-double.ts'

const TOKEN = 'glptt-of-the-test'

/**
 * docs.gitlab.com/ci/triggers and docs.gitlab.com/api/pipeline_triggers: path with the project's path encoded, token and ref in the body,
 * 201. 404 for a wrong token, so that it says nothing of the project; 400 for an unknown ref and for variables that are no texts
 * (lib/api/ci/triggers.rb).
 */
export const gitlab: BuildDouble = {
  options: { project: 'acme/deploy.it', ref: 'main' },
  secrets: { token: TOKEN },
  faultIn,
  factsIn(payload) {
    const variables = Object.entries(JSON.parse(payload) as Record<string, string>)
    return namedInCapitals(Object.fromEntries(variables.map(([name, value]) => [name, expanded(value)])))
  },
  payloadIn: (body) => JSON.stringify(JSON.parse(body).variables),
  answer({ method, path, headers, body }) {
    const { token, ref, variables, ...others } = JSON.parse(body)
    const isThere = path === '/gitlab/api/v4/projects/acme%2Fdeploy.it/trigger/pipeline' && token === TOKEN
    if (method !== 'POST' || !isThere) return refusal(404, '404 Not Found')
    const fault = first(
      headers['content-type'] !== 'application/json' && 'no JSON',
      unknown(others, []),
      ref !== 'main' && 'Reference not found',
      faultIn(JSON.stringify(variables)) ?? false,
    )
    return fault === null ? { status: 201, body: '{"id": 257, "ref": "main"}' } : refusal(400, fault)
  },
}

const refusal = (status: number, message: string) => ({ status, body: JSON.stringify({ message }) })

function faultIn(payload: string): string | null {
  const variables = Object.entries(JSON.parse(payload) as object)
  return first(
    variables.some(([, value]) => typeof value !== 'string') &&
      'variables needs to be a map of key-valued strings',
    variables.some(([name]) => !/^\w{1,255}$/.test(name)) && 'Variables key is invalid',
  )
}

/** In the environment of a job, where no other variable has a value. */
function expanded(value: string): string {
  return value.replace(/\$\$|\$\w+|\$\{\w*\}/g, (reference) => (reference === '$$' ? '$' : ''))
}
