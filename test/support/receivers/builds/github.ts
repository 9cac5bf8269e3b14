import { first, longer, unknown } from '../chats/chat-double.ts'
import type { BuildDouble } from './build-double.ts'

const TOKEN = 'github_pat_of_the_test'
const FACTS = 10

/**
 * docs.github.com/rest/repos/repos#create-a-repository-dispatch-event and docs.github.com/rest/deployments/deployments#create-a-deployment:
 * path, headers, fields, at most ten properties, 204 and 201. GitHub hides repositories from other tokens behind 404.
 */
export const github: BuildDouble = {
  options: { owner: 'acme', repository: 'deploy.it' },
  secrets: { token: TOKEN },
  faultIn,
  factsIn: (payload) => JSON.parse(payload),
  payloadIn(body) {
    const { client_payload: dispatched, payload } = JSON.parse(body)
    return JSON.stringify(dispatched ?? payload)
  },
  answer({ method, path, headers, body }) {
    if (headers.authorization !== `Bearer ${TOKEN}`) return refusal(401, 'Bad credentials')
    const [, kind] = /^\/github\/repos\/acme\/deploy\.it\/(dispatches|deployments)$/.exec(path) ?? []
    if (method !== 'POST' || kind === undefined) return refusal(404, 'Not Found')
    const isGithubs = headers.accept === 'application/vnd.github+json' && headers['user-agent'] !== undefined
    if (!isGithubs || headers['x-github-api-version'] !== '2022-11-28') return refusal(400, 'Bad Request')
    const fault = kind === 'dispatches' ? dispatchFault(body) : deploymentFault(body)
    if (fault !== null) return refusal(422, fault)
    return kind === 'dispatches' ? { status: 204 } : { status: 201, body: '{"id": 1}' }
  },
}

const refusal = (status: number, message: string) => ({ status, body: JSON.stringify({ message }) })

/** What the format writes: `client_payload`. */
function faultIn(body: string): string | null {
  const facts = JSON.parse(body) as object
  return first(Object.keys(facts).length > FACTS && 'No more than 10 properties are allowed')
}

function dispatchFault(body: string): string | null {
  const { event_type: type, client_payload: facts, ...others } = JSON.parse(body)
  return first(unknown(others, []), longer(type, 100, 'event_type'), faultIn(JSON.stringify(facts)) ?? false)
}

function deploymentFault(body: string): string | null {
  const { ref, environment, auto_merge, required_contexts, payload, ...others } = JSON.parse(body)
  return first(
    unknown(others, []),
    longer(ref, 255, 'ref'),
    longer(environment, 255, 'environment'),
    auto_merge !== false && 'it may merge branches',
    JSON.stringify(required_contexts) !== '[]' && 'it may wait for checks',
    typeof payload !== 'object' && 'payload',
  )
}
