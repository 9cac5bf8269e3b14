import fastify from 'fastify'
import { Pool } from 'undici'

import { ENVELOPE_TYPE, type Envelope } from './envelope.ts'
import { serveParent } from './parent.ts'

/**
 * The least that a webhook service can do: it takes an envelope, sends the payload on, and answers when the receiver has answered.
 * It stores nothing, checks nothing and tries once. What Bellbuoy loses against it is the price of keeping its promises.
 */
const receiver = new URL(process.env.RECEIVER_URL ?? '')
const copies = Number(process.env.COPIES)
const pool = new Pool(receiver.origin, { connections: Number(process.env.TARGET_CONNECTIONS) * copies })
const server = fastify()

server.addContentTypeParser(
  ENVELOPE_TYPE,
  { parseAs: 'string' },
  server.getDefaultJsonParser('error', 'error'),
)

server.post<{ Body: Envelope }>('/service/notifications', async (request) => {
  for (const event of request.body.events)
    await Promise.all(Array.from({ length: copies }, (_, target) => send(event, target)))
  return {}
})

async function send(event: Envelope['events'][number], target: number): Promise<void> {
  const answer = await pool.request({
    method: 'POST',
    path: `/${String(target)}`,
    headers: headers(event),
    body: JSON.stringify(payload(event)),
  })
  await answer.body.dump()
  if (answer.statusCode !== 200) throw new Error(`the receiver answered ${String(answer.statusCode)}`)
}

/** What Bellbuoy sends to a target that has neither a secret nor a signing secret. */
function headers(event: Envelope['events'][number]): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Bellbuoy/0.0.0',
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'x-bellbuoy-event': 'PUSH_ARTIFACT',
    'x-bellbuoy-repository': event.target.repository,
    'x-bellbuoy-attempt': '1',
  }
}

/** Harbor's `Default` payload of a push by tag. */
function payload(event: Envelope['events'][number]): object {
  const { digest, repository, tag } = event.target
  const [namespace, name] = repository.split('/')
  return {
    type: 'PUSH_ARTIFACT',
    occur_at: Math.floor(Date.parse(event.timestamp) / 1000),
    operator: event.actor.name,
    event_data: {
      resources: [{ digest, tag, resource_url: `${event.request.host}/${repository}:${tag}` }],
      repository: {
        date_created: 1_771_200_000,
        name,
        namespace,
        repo_full_name: repository,
        repo_type: 'private',
      },
    },
  }
}

const url = await server.listen({ host: '127.0.0.1', port: 0 })
serveParent(url, {})
