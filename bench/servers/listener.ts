import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** What webhooks are sent to, and what runs a command for each. */
export interface Listener extends AsyncDisposable {
  readonly name: string
  readonly url: string
  readonly pid: number
  /** Runs that have ended well since its start; null for one that does not know. */
  readonly ended: () => Promise<number | null>
  /** The last lines of its log, which say why it failed. */
  readonly logTail: () => string
}

const START_LIMIT_MS = 30_000
const LOOK_EVERY_MS = 20

/** Resolves when a port of this machine accepts connections. */
export async function accepting(port: number): Promise<void> {
  for (const until = Date.now() + START_LIMIT_MS; ;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(LOOK_EVERY_MS)
    } finally {
      socket.destroy()
    }
  }
}
