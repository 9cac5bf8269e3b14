import { residentMib } from './memory.ts'

export interface LiveMemory {
  /** What the main thread's objects take. */
  readonly heapMib: number
  /** Of the whole process. */
  readonly residentMib: number
}

const MIB = 1024 ** 2

/**
 * Has the main thread of a server collect all garbage, and measures what is left. Without that, two processes differ by the moments of
 * their last collections.
 *
 * @param inspectorUrl where Node's inspector listens (`--inspect`)
 */
export async function liveMemory(inspectorUrl: string, pid: number): Promise<LiveMemory> {
  const socket = new WebSocket(inspectorUrl)
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', () => reject(new Error(`no inspector at ${inspectorUrl}`)), {
        once: true,
      })
    })
    await command(socket, 1, 'HeapProfiler.collectGarbage')
    const { usedSize } = (await command(socket, 2, 'Runtime.getHeapUsage')) as { usedSize: number }
    return { heapMib: usedSize / MIB, residentMib: residentMib(pid) }
  } finally {
    socket.close()
  }
}

/** https://chromedevtools.github.io/devtools-protocol/v8/ */
function command(socket: WebSocket, id: number, method: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as {
        id?: number
        result?: unknown
        error?: { message: string }
      }
      if (answer.id !== id) return
      if (answer.error === undefined) resolve(answer.result)
      else reject(new Error(`${method}: ${answer.error.message}`))
    })
    socket.send(JSON.stringify({ id, method }))
  })
}
