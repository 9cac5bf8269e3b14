import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { deleteEvent, pullEvent } from '../support/events/envelopes.ts'

/** Where to post, and as whom. */
export interface LargeBodies {
  readonly url: string
  readonly token: string
}

const BYTES = 31 * 1024 * 1024

/** As many entries of this text as a notification may have. */
function filledWith(entry: string): Buffer {
  const entries = Array.from({ length: Math.floor(BYTES / (entry.length + 1)) }, () => entry)
  return Buffer.from(`{"events":[${entries.join(',')}]}`)
}

const deletion = { ...deleteEvent({ repository: 'shop/web', tag: 'v1' }), timestamp: 'soon' }
const BODIES = [
  filledWith(JSON.stringify(pullEvent({ repository: 'shop/web', mediaType: 'application/octet-stream' }))),
  filledWith(JSON.stringify(deletion)),
  Buffer.from(`{"padding":"${'x'.repeat(BYTES)}","events":[]}`),
  Buffer.from(`${'['.repeat(BYTES / 2)}${']'.repeat(BYTES / 2)}`),
]

/** Posts the largest notifications that are taken, each once the last one is answered, until it gets a message; answers their statuses. */
const { url, token } = workerData as LargeBodies
const agent = new Agent({ keepAlive: true })
const statuses = new Set<number>()
const stop = { isAsked: false }
parentPort!.once('message', () => (stop.isAsked = true))

function post(body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': body.length,
    }
    const sent = request(url, { method: 'POST', agent, headers })
    sent.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)))
    sent.on('error', () => resolve(0)).end(body)
  })
}

parentPort!.postMessage('posting')
for (let times = 0; !stop.isAsked; times++) statuses.add(await post(BODIES[times % BODIES.length]!))
agent.destroy()
parentPort!.postMessage([...statuses])
