import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Which server a flooder posts to, as which source, over how many connections. */
export interface Flood {
  readonly url: string
  readonly source: string
  readonly token: string
  readonly connections: number
}

/** What became of the notifications of a flood. Each was posted until it was taken. */
export interface FloodResult {
  sent: number
  taken: number
  /** Answers 503. */
  refused: number
  /** Answers of another status but 200. */
  readonly others: Record<number, number>
  /** Values of `Retry-After` with 503. */
  readonly retryAfter: readonly string[]
}

/** Floods a server from a thread of its own while `meanwhile` runs. */
export async function flooded<Result>(
  floods: readonly Flood[],
  meanwhile: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly floods: readonly FloodResult[] }> {
  const workers = floods.map(
    (flood) => new Worker(new URL('flooder-worker.ts', import.meta.url), { workerData: flood }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const result = await meanwhile()
  const ends = workers.map(async (worker) => {
    const end = once(worker, 'message') as Promise<[FloodResult]>
    worker.postMessage('stop')
    return (await end)[0]
  })
  return { result, floods: await Promise.all(ends) }
}
