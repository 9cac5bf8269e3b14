import type { PoolClient } from 'pg'

const gathering = new WeakSet<PoolClient>()

/** Has all that is sent on a connection in this turn of the event loop leave in one write, so that the server is woken once. */
export function sendTogether(client: PoolClient): void {
  if (gathering.has(client)) return
  const { stream } = client.connection
  gathering.add(client)
  stream.cork()
  setImmediate(() => {
    gathering.delete(client)
    stream.uncork()
  })
}
