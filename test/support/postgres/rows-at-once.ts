import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads'

type Row = Readonly<Record<string, unknown>>
type Answer = { readonly rows: readonly Row[] } | { readonly fault: string }

export interface RowsAtOnce extends AsyncDisposable {
  /** Runs a statement and waits for its rows, as a look into a file does. */
  readonly rows: (sql: string) => readonly Row[]
}

/** Looks into a PostgreSQL database from a thread of its own, for which this one waits. The thread starts when it is needed. */
export function rowsAtOnce(url: string): RowsAtOnce {
  let thread: LookingThread | undefined
  return {
    rows: (sql) => (thread ??= startThread(url)).rows(sql),
    async [Symbol.asyncDispose]() {
      await thread?.worker.terminate()
    },
  }
}

interface LookingThread extends Pick<RowsAtOnce, 'rows'> {
  readonly worker: Worker
}

function startThread(url: string): LookingThread {
  const { port1: port, port2: theirs } = new MessageChannel()
  const answered = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./rows-worker.ts', import.meta.url), {
    workerData: { url, port: theirs, answered },
    transferList: [theirs],
  })
  return {
    worker,
    rows(sql) {
      Atomics.store(answered, 0, 0)
      port.postMessage(sql)
      if (Atomics.wait(answered, 0, 0, 30_000) === 'timed-out') throw new Error(`no answer to ${sql}`)
      const answer = receiveMessageOnPort(port)?.message as Answer
      if ('fault' in answer) throw new Error(answer.fault)
      return answer.rows
    },
  }
}
