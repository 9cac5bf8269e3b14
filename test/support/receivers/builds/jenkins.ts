import { first } from '../chats/chat-double.ts'
import { type BuildDouble, namedInCapitals } from './build-double.ts'

const TOKEN = '11d0e2b7c8f94a6e8b7d1c2a3f4e5d6c7b'
const USER = 'bellbuoy'

/** What Jetty reads of a form, which Jenkins leaves as it is. */
const MAX_FORM = 200_000

/**
 * jenkins.io/doc/book/using/remote-access-api and …/system-administration/authenticating-scripted-clients: `/job/` before each folder, a
 * form, 201 with `Location`; 403 without a log-in, 401 for a wrong one, 404 for a job that the user does not see.
 */
export const jenkins: BuildDouble = {
  options: { job: 'team/deploy it', username: USER },
  secrets: { api_token: TOKEN },
  faultIn: (payload) =>
    first(
      Object.values(JSON.parse(payload) as object).some((value) => typeof value !== 'string') && 'no text',
    ),
  factsIn: (payload) => namedInCapitals(JSON.parse(payload)),
  payloadIn: (body) => JSON.stringify(Object.fromEntries(new URLSearchParams(body))),
  answer({ method, path, headers, body }) {
    if (headers.authorization === undefined) return { status: 403, body: 'Authentication required' }
    const expected = `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString('base64')}`
    if (headers.authorization !== expected) return { status: 401, body: 'Invalid password/token for user' }
    if (path !== '/jenkins/job/team/job/deploy%20it/buildWithParameters') return { status: 404 }
    if (method !== 'POST') return { status: 405 }
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded'
    if (!isForm || body.length > MAX_FORM) return { status: 400, body: 'no form' }
    return { status: 201, headers: { location: 'http://jenkins.example.com/queue/item/39/' } }
  },
}
