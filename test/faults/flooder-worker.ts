import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import type { Flood, FloodResult } from './flood.ts'

/** Posts small notifications over many connections without pause, and those that were refused again, until it is told to stop. */
const { url, source, token, connections } = workerData as Flood
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const result: FloodResult = { sent: 0, taken: 0, refused: 0, others: {}, retryAfter: [] }
const retryAfter = new Set<string>()
let isStopped = false
let answers = 0

function post(body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/vnd.docker.distribution.events.v2+json',
      'content-length': Buffer.byteLength(body),
    }
    const sent = request(`${url}/service/notifications/${source}`, { method: 'POST', agent, headers })
    sent.on('response', (response) => {
      // By now all connections are open and busy.
      if (++answers === connections) parentPort!.postMessage('flooding')
      if (response.statusCode === 503) retryAfter.add(String(response.headers['retry-after']))
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })
}

async function postUntilTaken(): Promise<void> {
  const repository = `${source}/app-${result.sent++ % 100}`
  const body = JSON.stringify(envelope([pushEvent({ repository, tag: 'latest', digest: randomDigest() })]))
  for (;;) {
    const status = await post(body)
    if (status === 200) {
      result.taken++
      return
    }
    if (status === 503) result.refused++
    else result.others[status] = (result.others[status] ?? 0) + 1
    // A flooder does not wait; once it has been stopped, it does as it is told.
    if (isStopped) await delay(1000)
  }
}

async function keepPosting(): Promise<void> {
  while (!isStopped) await postUntilTaken()
}

parentPort!.once('message', () => (isStopped = true))
await Promise.all(Array.from({ length: connections }, keepPosting))
agent.destroy()
parentPort!.postMessage({ ...result, retryAfter: [...retryAfter] } satisfies FloodResult)
