import { type Json, first, longer, unknown } from '../chats/chat-double.ts'
import type { AlertDouble } from './alert-double.ts'

const KEY = 'eb243592-faa2-4ba2-a551-1afdf565c889'
const CLOSING = /^\/opsgenie\/v2\/alerts\/([^/?]+)\/close\?identifierType=alias$/

/** docs.opsgenie.com/docs/alert-api, "Create Alert" and "Close Alert", and docs.opsgenie.com/docs/response. */
export const opsgenie: AlertDouble = {
  options: {},
  secrets: { api_key: KEY },
  faultIn(payload) {
    const { action, ...body } = JSON.parse(payload)
    if (action === 'create') return creationFault(body)
    const { alias, ...closing } = body
    return first(action !== 'close' && 'action', longer(alias, 512, 'alias'), closingFault(closing) ?? false)
  },
  answer({ method, path, headers, body }) {
    if (headers.authorization !== `GenieKey ${KEY}`) return refusal(401, 'Could not authenticate')
    const isCreation = path === '/opsgenie/v2/alerts'
    if (method !== 'POST' || !(isCreation || CLOSING.test(path))) return refusal(404, 'No handler found')
    if (headers['content-type'] !== 'application/json') return refusal(415, 'no JSON')
    const fault = isCreation ? creationFault(JSON.parse(body)) : closingFault(JSON.parse(body))
    if (fault !== null) return refusal(422, fault)
    return {
      status: 202,
      body: '{"result": "Request will be processed", "took": 0.302, "requestId": "43a29c5c"}',
    }
  },
  payloadIn({ path, body }) {
    const [, closed] = CLOSING.exec(path) ?? []
    const known = closed === undefined ? { action: 'create' } : { action: 'close', alias: closed }
    return JSON.stringify({ ...known, ...JSON.parse(body) })
  },
  alertIn(payload) {
    const { action, alias: key } = JSON.parse(payload)
    return { key, isOpened: action === 'create' }
  },
}

const refusal = (status: number, message: string) => ({ status, body: JSON.stringify({ message, took: 0 }) })

function creationFault(body: Json): string | null {
  const { message, alias, description, tags, details, entity, source, priority, ...others } = body
  return first(
    unknown(others, []),
    longer(message, 130, 'message'),
    longer(alias, 512, 'alias'),
    longer(description, 15_000, 'description'),
    longer(entity, 512, 'entity'),
    longer(source, 100, 'source'),
    (tags.length > 20 || tags.some((tag: string) => tag.length > 50)) && 'tags',
    Object.entries(details).flat().join('').length > 8000 && 'details',
    !/^P[1-5]$/.test(priority) && 'priority',
  )
}

function closingFault(body: Json): string | null {
  const { source, note, ...others } = body
  return first(unknown(others, []), longer(source, 100, 'source'), longer(note, 25_000, 'note'))
}
